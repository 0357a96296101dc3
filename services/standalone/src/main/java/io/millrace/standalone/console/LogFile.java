package io.millrace.standalone.console;

import java.nio.file.Path;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * Where the log goes. To be told before the first logger is made: the logging library reads it
 * then, once.
 */
public final class LogFile {
  private static final String FILE = "millrace.log";

  private LogFile() {}

  /** Sends the log to {@code millrace.log} in a directory, unless it was sent elsewhere before. */
  public static void in(Path directory) {
    if (System.getProperty(FILE) == null) {
      System.setProperty(FILE, directory.resolve("millrace.log").toString());
    }
    takeOthers();
  }

  /** Sends the log of a command to a file of its own among the temporary files. */
  public static void ofCommand(String command) {
    if (System.getProperty(FILE) == null) {
      String name = "millrace-%s-%d.log".formatted(command, ProcessHandle.current().pid());
      System.setProperty(FILE, temporary().resolve(name).toString());
    }
    takeOthers();
  }

  /** What libraries log by java.util.logging goes there too. */
  private static void takeOthers() {
    if (!SLF4JBridgeHandler.isInstalled()) {
      SLF4JBridgeHandler.removeHandlersForRootLogger();
      SLF4JBridgeHandler.install();
    }
  }

  /** Where it goes. */
  public static Path path() {
    String path = System.getProperty(FILE);
    return path == null ? temporary().resolve("millrace.log") : Path.of(path);
  }

  private static Path temporary() {
    return Path.of(System.getProperty("java.io.tmpdir"));
  }
}
