package io.millrace.standalone.load;

import io.millrace.runtime.UserFault;
import io.millrace.runtime.service.Service;
import io.millrace.standalone.check.Api;
import io.millrace.standalone.demo.DemoFault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Features and recommend as processes of their own, on a broker that runs. */
final class SeparateServices implements Service {
  private static final List<String> MEMORY = List.of("-Xmx1g", "-XX:MaxDirectMemorySize=256m");
  private static final Duration READY_PATIENCE = Duration.ofMinutes(5);
  private static final Duration END_PATIENCE = Duration.ofSeconds(20);
  private static final Duration LOOK = Duration.ofMillis(500);
  private static final String FIRST_GENERATION = "g000000";

  private final String bootstrapServers;
  private final Path directory;
  private final List<String> settings;
  private final int port = freePort();
  private final List<Process> processes = new ArrayList<>();

  /**
   * Not started.
   *
   * @param directory of the kept system
   * @param settings options of the command line that both are given
   */
  SeparateServices(String bootstrapServers, Path directory, List<String> settings) {
    this.bootstrapServers = bootstrapServers;
    this.directory = directory;
    this.settings = List.copyOf(settings);
  }

  @Override
  public String name() {
    return "services";
  }

  @Override
  public void start() {
    String stores = "features.state_dir=" + directory.resolve("features");
    begin(List.of("features", "--set", stores));
    begin(List.of("recommend", "--set", "recommend.port=" + port));
  }

  private void begin(List<String> command) {
    List<String> arguments = new ArrayList<>(command);
    arguments.addAll(List.of("--bootstrap-servers", bootstrapServers));
    arguments.addAll(settings);
    try {
      processes.add(
          new ProcessBuilder(JavaProcess.command(MEMORY, arguments))
              .redirectErrorStream(true)
              .redirectOutput(directory.resolve(command.getFirst() + ".out").toFile())
              .start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where recommend answers. */
  String url() {
    return "http://localhost:" + port;
  }

  /**
   * Waits until a model serves and the state has caught up.
   *
   * @throws DemoFault if that takes more than five minutes, or if one of them ends
   */
  void awaitReady() throws InterruptedException {
    long end = System.nanoTime() + READY_PATIENCE.toNanos();
    try (Api api = new Api(url())) {
      while (!serves(api)) {
        if (System.nanoTime() > end || processes.stream().anyMatch(one -> !one.isAlive())) {
          throw new DemoFault(
              "features and recommend do not serve; what they say is in %s".formatted(directory));
        }
        Thread.sleep(LOOK);
      }
    }
  }

  private static boolean serves(Api api) throws InterruptedException {
    try {
      String serving = api.get("/v1/models").json().path("serving").asText();
      return api.get("/health/ready").status() == 200
          && !serving.isEmpty()
          && !serving.equals(FIRST_GENERATION);
    } catch (UserFault notListening) {
      return false;
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public boolean ready() {
    return processes.stream().allMatch(Process::isAlive);
  }

  @Override
  public Map<String, Object> health() {
    return Map.of("url", url());
  }

  @Override
  public void close() {
    processes.forEach(Process::destroy);
    processes.forEach(SeparateServices::awaitEnd);
  }

  private static void awaitEnd(Process process) {
    try {
      if (!process.waitFor(END_PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
