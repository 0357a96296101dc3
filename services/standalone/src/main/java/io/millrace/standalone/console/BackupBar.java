package io.millrace.standalone.console;

import io.millrace.standalone.backup.BackupProgress;
import org.jspecify.annotations.Nullable;

/** A dump or a restoration: a bar for each step. One thread. */
public final class BackupBar implements BackupProgress, AutoCloseable {
  private final Console console;
  private @Nullable Bar bar;

  /** No bar yet. */
  public BackupBar(Console console) {
    this.console = console;
  }

  @Override
  public void begins(String step, long total) {
    close();
    bar = console.bar(step, total);
  }

  @Override
  public void to(long done, String note) {
    if (bar != null) {
      bar.to(done, note);
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }
}
