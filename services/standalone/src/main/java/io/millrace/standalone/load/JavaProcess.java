package io.millrace.standalone.load;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A command of this program in a process of its own, by the same Java and with the same jars. */
final class JavaProcess {
  private static final String MAIN = "io.millrace.standalone.Main";

  private JavaProcess() {}

  /**
   * What starts it.
   *
   * @param memory options of the JVM that size its memory
   * @param arguments the command
   */
  static List<String> command(List<String> memory, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> !isThisProcessesOwn(argument))
        .forEach(command::add);
    command.addAll(memory);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), MAIN));
    command.addAll(arguments);
    return command;
  }

  /** What sizes the memory of this process, or records it. */
  private static boolean isThisProcessesOwn(String argument) {
    return argument.startsWith("-Xm")
        || argument.startsWith("-XX:MaxDirectMemorySize")
        || argument.startsWith("-XX:StartFlightRecording")
        || argument.startsWith("-agentlib");
  }
}
