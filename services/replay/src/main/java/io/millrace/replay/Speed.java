package io.millrace.replay;

import io.millrace.runtime.UserFault;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How fast events are sent. */
public sealed interface Speed {
  Pattern FORM = Pattern.compile("(\\d+(?:\\.\\d+)?)(/s|x)");

  /** As fast as the broker takes them. */
  record Max() implements Speed {}

  /**
   * Evenly.
   *
   * @param events a second, above 0
   */
  record PerSecond(double events) implements Speed {}

  /**
   * As it happened, sped up.
   *
   * @param factor seconds of event time to one of wall time, above 0
   */
  record TimesReal(double factor) implements Speed {}

  /**
   * Reads {@code max}, {@code N/s} or {@code Nx}.
   *
   * @throws UserFault if it is none of them
   */
  static Speed parse(String text) {
    String form = text.strip();
    if (form.equals("max")) {
      return new Max();
    }
    Matcher matcher = FORM.matcher(form);
    if (matcher.matches() && Double.parseDouble(matcher.group(1)) > 0) {
      double number = Double.parseDouble(matcher.group(1));
      return matcher.group(2).equals("x") ? new TimesReal(number) : new PerSecond(number);
    }
    throw new UserFault(
        "speed: must be max, N/s or Nx with N above 0, was \"%s\"; try 1000/s".formatted(text));
  }
}
