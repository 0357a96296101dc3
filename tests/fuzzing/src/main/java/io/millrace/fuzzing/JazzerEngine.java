package io.millrace.fuzzing;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Jazzer in a process of its own, which learns from the branches that an input takes which to
 * change next. What it keeps lies in {@code target/fuzz} by the target's name: its corpus, from
 * which a later run goes on; the log; and the input that was found, {@code crash-*}, if one was.
 */
final class JazzerEngine implements Engine {
  private static final String JAZZER = "com.code_intelligence.jazzer.Jazzer";
  private static final int LONGEST_INPUT = 64 * 1024;
  private static final int LOG_SHOWN = 60;

  /** Most memory of the whole process: heap, code, Jazzer's own. */
  private static final int MOST_MEBIBYTES = 3072;

  private final FuzzSettings settings;

  JazzerEngine(FuzzSettings settings) {
    this.settings = settings;
  }

  @Override
  public Report run(Class<? extends FuzzTarget> type) throws Exception {
    Path place = Files.createDirectories(Path.of("target", "fuzz", type.getSimpleName()));
    Path report = place.resolve("report.properties").toAbsolutePath();
    Path log = place.resolve("log");
    Files.deleteIfExists(report);
    writeSeeds(type, place);
    Process jazzer =
        new ProcessBuilder(command(type, report, dictionary(place)))
            .directory(place.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      requireWell(jazzer.waitFor(), type, log);
    } finally {
      jazzer.destroyForcibly();
    }
    return Report.read(report).requireSteadyHeap(type.getSimpleName());
  }

  private static void requireWell(int exit, Class<?> type, Path log) throws IOException {
    if (exit != 0) {
      List<String> lines = Files.readAllLines(log, StandardCharsets.ISO_8859_1);
      List<String> last = lines.subList(Math.max(0, lines.size() - LOG_SHOWN), lines.size());
      throw new AssertionError(
          "%s: Jazzer ended with %d; %s ends with%n%s"
              .formatted(type.getSimpleName(), exit, log, String.join("\n", last)));
    }
  }

  private static void writeSeeds(Class<? extends FuzzTarget> type, Path place) throws Exception {
    Path corpus = Files.createDirectories(place.resolve("corpus"));
    try (FuzzTarget target = FuzzTarget.of(type)) {
      int number = 0;
      for (byte[] seed : target.seeds()) {
        Files.write(corpus.resolve("seed-" + number++), seed);
      }
      Files.write(
          place.resolve("words"), target.words().stream().map(JazzerEngine::entry).toList());
    }
  }

  /** A word as libFuzzer's dictionaries have it. */
  private static String entry(String word) {
    StringBuilder entry = new StringBuilder("\"");
    for (byte b : word.getBytes(StandardCharsets.UTF_8)) {
      entry.append("\\x%02x".formatted(b));
    }
    return entry.append('"').toString();
  }

  /** LibFuzzer takes no dictionary without words. */
  private static List<String> dictionary(Path place) throws IOException {
    return Files.size(place.resolve("words")) == 0 ? List.of() : List.of("-dict=words");
  }

  private List<String> command(
      Class<? extends FuzzTarget> type, Path report, List<String> dictionary) {
    List<String> command = new ArrayList<>();
    Collections.addAll(
        command,
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx1g",
        "-XX:+UseSerialGC",
        "-XX:-OmitStackTraceInFastThrow",
        "-XX:+EnableDynamicAgentLoading",
        "--add-modules=jdk.incubator.vector",
        "--enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow",
        "-D" + JazzerTarget.TARGET + "=" + type.getName(),
        "-D" + JazzerTarget.REPORT + "=" + report,
        "-Dmillrace.fuzz.seed=" + settings.seed(),
        "-Dmillrace.fuzz.inputs=" + settings.inputs(),
        "-cp",
        absolute(System.getProperty("java.class.path")),
        JAZZER,
        "--target_class=" + JazzerTarget.class.getName(),
        "--instrumentation_includes=io.millrace.**",
        "--instrumentation_excludes=io.millrace.fuzzing.**",
        "--custom_hook_includes=io.millrace.**",
        // Targets ask stubs of their own over HTTP.
        "--disabled_hooks=com.code_intelligence.jazzer.sanitizers.ServerSideRequestForgery",
        "-runs=" + settings.inputs(),
        "-seed=" + settings.seed() % Integer.MAX_VALUE,
        "-timeout=" + Patience.WAITING.toSeconds(),
        "-max_len=" + LONGEST_INPUT,
        "-rss_limit_mb=" + MOST_MEBIBYTES,
        "-print_final_stats=1");
    command.addAll(dictionary);
    command.add("corpus");
    return command;
  }

  /** Jazzer runs in another directory than this process. */
  private static String absolute(String classPath) {
    return Stream.of(classPath.split(File.pathSeparator))
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }
}
