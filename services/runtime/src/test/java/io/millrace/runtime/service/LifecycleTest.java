package io.millrace.runtime.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LifecycleTest {
  /** Says when it is closed. */
  private record Telling() implements Service {
    @Override
    public String name() {
      return "telling";
    }

    @Override
    public void start() {
      System.out.println("started");
    }

    @Override
    public boolean ready() {
      return true;
    }

    @Override
    public Map<String, Object> health() {
      return Map.of();
    }

    @Override
    public void close() {
      System.out.println("closed");
    }
  }

  /** A process that ends by itself, or waits until it is told to. */
  static final class Running {
    private Running() {}

    public static void main(String[] arguments) throws InterruptedException {
      try (Lifecycle lifecycle = new Lifecycle(() -> System.out.println("told"))) {
        lifecycle.start(new Telling());
        if (arguments.length > 0) {
          lifecycle.awaitShutdown();
        }
      }
    }
  }

  private static Process start(String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-cp",
                System.getProperty("java.class.path"),
                Running.class.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
  }

  private static List<String> lines(Process process) throws Exception {
    List<String> lines =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .toList();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return lines;
  }

  @Test
  void shouldTellBeforeItClosesWhenTheProcessIsToldToEnd() throws Exception {
    Process process = start("wait");
    assertThat(process.inputReader().readLine()).isEqualTo("started");
    process.toHandle().destroy(); // SIGTERM; Process.destroy would close the streams too
    assertThat(process.inputReader().lines()).containsExactly("told", "closed");
  }

  @Test
  void shouldNotTellWhenItEndsByItself() throws Exception {
    assertThat(lines(start())).containsExactly("started", "closed");
  }
}
