package io.millrace.standalone.demo;

import io.millrace.runtime.DirectoryTree;
import io.millrace.runtime.IoReason;
import io.millrace.runtime.UserFault;
import io.millrace.runtime.service.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a demo keeps everything: given, or temporary and gone at the end, but for the log of a run
 * that failed. A service, so that it goes after the others also where Ctrl-C ends the process.
 */
final class WorkDirectory implements Service {
  private final Path path;
  private final boolean temporary;
  private final Thread early = new Thread(this::close, "directory");
  private volatile boolean logStays;

  private WorkDirectory(Path path, boolean temporary) {
    this.path = path;
    this.temporary = temporary;
  }

  /**
   * The directory given, made if it is missing, or a temporary one.
   *
   * @throws UserFault if it cannot be made or written
   */
  static WorkDirectory of(@Nullable Path given) {
    try {
      if (given == null) {
        WorkDirectory made = new WorkDirectory(Files.createTempDirectory("millrace-demo-"), true);
        Runtime.getRuntime().addShutdownHook(made.early);
        return made;
      }
      Files.createDirectories(given);
      if (!Files.isWritable(given)) {
        throw new IOException("it cannot be written");
      }
      return new WorkDirectory(given.toAbsolutePath(), false);
    } catch (IOException e) {
      throw new UserFault(
          "--dir " + given + ": must be a directory that can be written (" + IoReason.of(e) + ")",
          e);
    }
  }

  Path path() {
    return path;
  }

  /** Leaves the log where it is: somebody will want to read it. */
  void keepLog() {
    logStays = true;
  }

  @Override
  public String name() {
    return "directory";
  }

  @Override
  public void start() {
    try {
      Runtime.getRuntime().removeShutdownHook(early); // from here on the life cycle closes it
    } catch (IllegalStateException e) {
      throw new IllegalStateException("directory: not started, shutting down", e);
    }
  }

  @Override
  public boolean ready() {
    return true;
  }

  @Override
  public Map<String, Object> health() {
    return Map.of("path", path.toString());
  }

  @Override
  public void close() {
    if (!temporary || Files.notExists(path)) {
      return;
    }
    try {
      new DirectoryTree(path).remove(this::stays);
    } catch (IOException e) {
      Logger log = LoggerFactory.getLogger(WorkDirectory.class);
      log.info("{}: some of it stays", path, e);
    }
  }

  /** The log, and the directory it is in; asked of a directory when its files are gone. */
  private boolean stays(Path file) throws IOException {
    if (!logStays) {
      return false;
    }
    if (!file.equals(path)) {
      return file.getFileName().toString().startsWith("millrace.log");
    }
    try (Stream<Path> left = Files.list(path)) {
      return left.findAny().isPresent();
    }
  }
}
