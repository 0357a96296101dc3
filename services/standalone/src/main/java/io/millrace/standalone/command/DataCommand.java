package io.millrace.standalone.command;

import io.millrace.data.Dataset;
import io.millrace.data.DatasetOptions;
import io.millrace.data.Datasets;
import io.millrace.data.describe.DatasetSummary;
import io.millrace.data.describe.DescriptionPage;
import io.millrace.standalone.console.Console;
import io.millrace.standalone.console.DownloadBar;
import io.millrace.standalone.console.LogFile;
import io.millrace.standalone.console.Table;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Fetches and describes data sets. */
@Command(
    name = "data",
    description = "Fetches or describes a data set.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "fetch|describe",
    footer = {
      "",
      "Examples:",
      "  millrace data fetch ml-1m",
      "  millrace data describe ml-100k --output ml-100k.html",
      "  millrace data describe ./ml-latest-small.zip"
    })
public final class DataCommand {
  private final Console console = Console.standard();

  /** Downloads a release into the cache. */
  @Command(
      name = "fetch",
      description = "Downloads a MovieLens release into the cache and checks it.",
      mixinStandardHelpOptions = true)
  int fetch(
      @Parameters(
              paramLabel = "NAME",
              description = "ml-100k, ml-1m, ml-latest-small, ml-20m, ml-25m, ml-32m.")
          String name,
      @Option(
              names = "--cache-dir",
              paramLabel = "DIRECTORY",
              description = "Where downloads are kept.")
          @Nullable Path cache) {
    LogFile.ofCommand("data");
    try (DownloadBar bar = new DownloadBar(console)) {
      console.say("%s: %s", name, Datasets.fetch(name, options(cache, bar)));
    }
    return 0;
  }

  /** Writes a page of plots. */
  @Command(
      name = "describe",
      description = "Prints a data set's numbers and writes an HTML page of plots.",
      mixinStandardHelpOptions = true)
  int describe(
      @Parameters(paramLabel = "DATA", description = "Name, directory or GroupLens zip.")
          String data,
      @Option(
              names = "--output",
              paramLabel = "FILE",
              description = "The page (default: NAME.html here).")
          @Nullable Path output,
      @Option(
              names = "--cache-dir",
              paramLabel = "DIRECTORY",
              description = "Where downloads are kept.")
          @Nullable Path cache) {
    LogFile.ofCommand("data");
    try (DownloadBar bar = new DownloadBar(console)) {
      Dataset dataset = Datasets.open(data, options(cache, bar));
      DescriptionPage page = new DescriptionPage(DatasetSummary.of(dataset));
      Path file = output == null ? Path.of(dataset.name() + ".html") : output;
      page.write(file);
      Table table = new Table("", dataset.name());
      page.facts().forEach(table::row);
      console.say("%s%nplots: %s", table, file.toAbsolutePath());
    }
    return 0;
  }

  private static DatasetOptions options(@Nullable Path cache, DownloadBar bar) {
    DatasetOptions options = DatasetOptions.standard().withTolerance(true).withListener(bar);
    return cache == null ? options : options.withCache(cache);
  }
}
