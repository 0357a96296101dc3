package io.millrace.trainer.kernels;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Runs a main class in JVMs of their own. What compiled code allocates depends on how it was
 * compiled, and that on all that ran before and on chance: the compiler may once give up a call
 * that it takes in at the next start, and a vector that crosses it is an object from then on. What
 * allocates by itself does so in every JVM.
 */
public final class FreshJvm {
  private FreshJvm() {}

  /**
   * Starts the class again until it ends with 0. Its output goes to this one's.
   *
   * @param starts at most
   * @return whether one of them ended with 0
   */
  public static boolean succeeds(int starts, Class<?> main, String... arguments)
      throws IOException, InterruptedException {
    for (int start = 0; start < starts; start++) {
      Process process =
          new ProcessBuilder(command(main, arguments)).redirectErrorStream(true).start();
      process.inputReader().lines().forEach(System.out::println);
      if (process.waitFor() == 0) {
        return true;
      }
      System.out.println(main.getSimpleName() + " failed in JVM " + (start + 1) + " of " + starts);
    }
    return false;
  }

  private static List<String> command(Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("--"))
        .forEach(command::add);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(Arrays.asList(arguments));
    return command;
  }
}
