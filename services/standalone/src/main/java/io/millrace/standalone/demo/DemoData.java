package io.millrace.standalone.demo;

import io.millrace.data.Dataset;
import io.millrace.data.DatasetFault;
import io.millrace.data.DatasetFault.Reason;
import io.millrace.data.DatasetOptions;
import io.millrace.data.Datasets;
import io.millrace.standalone.console.Console;
import io.millrace.standalone.console.DownloadBar;
import org.jspecify.annotations.Nullable;

/** Finds a demo's data: what was asked for, else MovieLens 1M, else, loudly, the sample. */
final class DemoData {
  private static final String USUAL = "ml-1m";
  private static final String SAMPLE = "sample";

  private DemoData() {}

  /**
   * A name or path that opens without a download.
   *
   * @param sources how the replay will open it, so that both use one cache
   * @throws DatasetFault if what was asked for cannot be had
   */
  static Chosen choose(@Nullable String asked, DatasetOptions sources, Console console) {
    try (DownloadBar bar = new DownloadBar(console)) {
      DatasetOptions options = sources.withListener(bar);
      String name = asked == null ? USUAL : asked;
      try {
        return new Chosen(name, Datasets.open(name, options));
      } catch (DatasetFault e) {
        if (asked != null || e.reason() != Reason.UNREACHABLE) {
          throw e;
        }
        console.shout(
            "MovieLens 1M is not in the cache and cannot be downloaded now:%n%s%n"
                + "Going on with a SYNTHETIC SAMPLE. Its figures say nothing about MovieLens.",
            e.getMessage());
        return new Chosen(SAMPLE, Datasets.open(SAMPLE, options));
      }
    }
  }

  /**
   * Data.
   *
   * @param argument what opens it again
   */
  record Chosen(String argument, Dataset dataset) {}
}
