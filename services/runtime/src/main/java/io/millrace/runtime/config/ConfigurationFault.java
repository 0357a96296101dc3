package io.millrace.runtime.config;

import io.millrace.runtime.UserFault;
import java.util.List;

/** Everything that is wrong with the configuration, in one message. */
public final class ConfigurationFault extends UserFault {
  private static final long serialVersionUID = 1L;

  private final transient List<String> problems;

  ConfigurationFault(List<String> problems) {
    super(message(problems));
    this.problems = List.copyOf(problems);
  }

  /** One line for each problem: key, rule, value. */
  public List<String> problems() {
    return problems;
  }

  private static String message(List<String> problems) {
    return "the configuration has "
        + (problems.size() == 1 ? "a problem" : problems.size() + " problems")
        + ":\n  "
        + String.join("\n  ", problems)
        + "\n"
        + "Every key, its unit and its default are in reference.conf"
        + " (services/runtime/src/main/resources).";
  }
}
