package io.millrace.tests.rig;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A program on this test's class path, for a process of its own.
 *
 * @param prefix what runs it, such as {@code ip netns exec NAME}; usually nothing
 * @param heapMebibytes most of its heap
 * @param mainClass where it begins
 * @param arguments of the program
 */
public record JavaCommand(
    List<String> prefix, int heapMebibytes, String mainClass, List<String> arguments) {
  private static final String LAUNCHER = "io.millrace.standalone.Main";

  /** Commands that compute with the Vector API, which only the second compiler makes fast. */
  private static final Set<String> VECTORISED = Set.of("trainer", "recommend");

  private static final int HEAP_MEBIBYTES = 1024;

  public JavaCommand {
    prefix = List.copyOf(prefix);
    arguments = List.copyOf(arguments);
  }

  /** A command of the launcher, the command first. */
  public static JavaCommand ofLauncher(List<String> arguments) {
    return ofLauncher(HEAP_MEBIBYTES, arguments);
  }

  /** A command of the launcher with a heap of its own size. */
  public static JavaCommand ofLauncher(int heapMebibytes, List<String> arguments) {
    return new JavaCommand(List.of(), heapMebibytes, LAUNCHER, arguments);
  }

  /** The command line; temporary files and the log go to a directory. */
  List<String> line(Path directory) {
    List<String> line = new ArrayList<>(prefix);
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(
        List.of(
            "-Xmx" + heapMebibytes + "m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=" + (isVectorised() ? 4 : 1),
            "--add-modules=jdk.incubator.vector",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Djava.io.tmpdir=" + directory,
            "-Dlogback.configurationFile=logback.xml",
            "-cp",
            System.getProperty("java.class.path"),
            mainClass));
    line.addAll(arguments);
    return line;
  }

  private boolean isVectorised() {
    return mainClass.equals(LAUNCHER) && VECTORISED.contains(arguments.getFirst());
  }
}
