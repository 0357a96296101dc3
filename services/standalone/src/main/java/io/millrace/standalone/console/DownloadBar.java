package io.millrace.standalone.console;

import io.millrace.data.DownloadListener;
import org.jspecify.annotations.Nullable;

/** A download as a bar, after a word on the licence. */
public final class DownloadBar implements DownloadListener, AutoCloseable {
  private final Console console;
  private String name = "";
  private @Nullable Bar bar;

  /** Nothing is shown until a download begins. */
  public DownloadBar(Console console) {
    this.console = console;
  }

  @Override
  public synchronized void started(String release, String from, String licence) {
    name = release;
    console.say("downloading %s from %s%n%s", release, from, licence);
  }

  @Override
  public synchronized void progressed(long bytes, long total) {
    if (bar == null) {
      bar = console.bar("download " + name, Math.max(total, bytes));
    }
    bar.to(bytes, "");
  }

  @Override
  public void finished() {
    close();
  }

  @Override
  public synchronized void close() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }
}
