package io.millrace.tests.rig;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A command of the launcher in a process of its own, on this test's class path. What it prints goes
 * to a file. For one thread; closing kills it.
 */
public final class MillraceProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final int LONGEST_STORY = 4_000;

  private final Process process;
  private final Path output;
  private final List<String> arguments;

  private MillraceProcess(Process process, Path output, List<String> arguments) {
    this.process = process;
    this.output = output;
    this.arguments = arguments;
  }

  /**
   * Starts a command.
   *
   * @param directory where its output is kept
   * @param arguments of the launcher, the command first
   */
  public static MillraceProcess start(Path directory, List<String> arguments) {
    return start(directory, arguments.getFirst(), JavaCommand.ofLauncher(arguments));
  }

  /**
   * Starts any command of Java.
   *
   * @param directory where its output and its temporary files are kept
   * @param name what its output file's name begins with
   */
  public static MillraceProcess start(Path directory, String name, JavaCommand command) {
    try {
      Path output = Files.createTempFile(directory, name + "-", ".log");
      Process process =
          new ProcessBuilder(command.line(directory))
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      return new MillraceProcess(process, output, command.arguments());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@link #start(Path, List)}. */
  public static MillraceProcess start(Path directory, String... arguments) {
    return start(directory, List.of(arguments));
  }

  /** As {@code kill -9}: no hook runs, nothing is flushed. */
  public void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  /** As {@code SIGTERM}: it ends in its own time. */
  public void terminate() {
    process.destroy();
  }

  /** As {@code SIGSTOP}: it does nothing any more, its connections stay open. */
  public void pause() throws InterruptedException {
    signal("-STOP");
  }

  /** As {@code SIGCONT}: it goes on as if no time had passed. */
  public void resume() throws InterruptedException {
    signal("-CONT");
  }

  private void signal(String name) throws InterruptedException {
    try {
      int code = new ProcessBuilder("kill", name, Long.toString(pid())).start().waitFor();
      if (code != 0) {
        throw new IllegalStateException("kill %s %d: ended %d".formatted(name, pid(), code));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The process id. */
  public long pid() {
    return process.pid();
  }

  /** Waits for the end and returns the exit code. */
  public int exitCode() throws InterruptedException {
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      kill();
      throw new AssertionError("millrace " + arguments + ": did not end; it printed\n" + output());
    }
    return process.exitValue();
  }

  /** Whether it still runs. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** Everything it has printed so far, standard output and error together. */
  public String output() {
    try {
      return new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The command, what it printed and the end of its log, for messages. */
  public String story() {
    String state = isAlive() ? "running" : "ended " + process.exitValue();
    return "millrace %s (%s) printed:%n%s%nlogged:%n%s"
        .formatted(arguments, state, end(output()), end(logged()));
  }

  private String logged() {
    String name = "millrace-%s-%d.log".formatted(arguments.getFirst(), process.pid());
    Path file = output.resolveSibling(name);
    try {
      return Files.exists(file) ? Files.readString(file) : "nothing";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String end(String text) {
    return text.substring(Math.max(0, text.length() - LONGEST_STORY));
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        kill();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
