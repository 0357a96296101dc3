package io.millrace.tests.fault.cluster;

import io.millrace.tests.rig.JavaCommand;
import io.millrace.tests.rig.MillraceProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A place in the cluster, and the process that holds it now: it may be killed, paused, and started
 * again on what it has on disk. For one thread, but for its {@link #pid}.
 */
public final class Member implements AutoCloseable {
  /** What a process does. */
  public enum Role {
    BROKER,
    FEATURES,
    RECOMMEND,
    TRAINER
  }

  /** Of Java, after {@code SIGTERM}. */
  public static final int TOLD_TO_END = 143;

  private final String name;
  private final Role role;
  private final Path directory;
  private final JavaCommand command;
  private final List<MillraceProcess> lives = new ArrayList<>();
  private volatile long pid;
  private boolean paused;
  private boolean ended;

  Member(String name, Role role, Path directory, JavaCommand command) {
    this.name = name;
    this.role = role;
    this.directory = directory;
    this.command = command;
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What it is called, such as {@code features-2}. */
  public String name() {
    return name;
  }

  /** What it does. */
  public Role role() {
    return role;
  }

  /** Its output, and its state in directory {@code state}. */
  public Path directory() {
    return directory;
  }

  /** What it keeps on disk; nothing may be there. */
  public Path state() {
    return directory.resolve("state");
  }

  /** Starts a process, which must not run now. */
  public void start() {
    if (isAlive()) {
      throw new IllegalStateException(name + ": runs already");
    }
    ended = false;
    lives.add(MillraceProcess.start(directory, name, command));
    pid = process().pid();
  }

  /** Of the process that was started last; for any thread. */
  public OptionalLong pid() {
    long last = pid;
    return last == 0 ? OptionalLong.empty() : OptionalLong.of(last);
  }

  /** As {@code kill -9}. */
  public void kill() throws InterruptedException {
    process().kill();
    paused = false;
  }

  /** Asks it to end, and waits for that. */
  public void stop() throws InterruptedException {
    resume();
    process().close();
  }

  /**
   * Tells it to end, waits until it has, and does not want it back.
   *
   * @return its exit code: {@link #TOLD_TO_END}, unless it had to be killed
   */
  public int end() throws InterruptedException {
    ended = true;
    process().terminate();
    return process().exitCode();
  }

  /** As {@code SIGSTOP}. */
  public void pause() throws InterruptedException {
    process().pause();
    paused = true;
  }

  /** As {@code SIGCONT}, if it is paused. */
  public void resume() throws InterruptedException {
    if (paused && isAlive()) {
      process().resume();
    }
    paused = false;
  }

  /** Whether a process runs, paused or not. */
  public boolean isAlive() {
    return !lives.isEmpty() && lives.getLast().isAlive();
  }

  /** Whether it has ended by itself, or was killed. */
  boolean isMissing() {
    return hasLived() && !isAlive() && !ended;
  }

  /** Whether it was ever started. */
  boolean hasLived() {
    return !lives.isEmpty();
  }

  /** The process that runs, or ran last. */
  public MillraceProcess process() {
    @Nullable MillraceProcess last = lives.isEmpty() ? null : lives.getLast();
    return Objects.requireNonNull(last, () -> name + ": was never started");
  }

  /** Kills what runs: nobody needs what it would still say. */
  @Override
  public void close() {
    try {
      if (isAlive()) {
        kill();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
