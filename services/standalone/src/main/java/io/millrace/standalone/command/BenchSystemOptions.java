package io.millrace.standalone.command;

import io.millrace.standalone.load.BenchSystem;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say which system is measured. */
final class BenchSystemOptions {
  @Option(
      names = "--data",
      paramLabel = "DATA",
      defaultValue = "ml-1m",
      description =
          "ml-100k, ml-1m, ml-latest-small, sample, a directory or a GroupLens zip (default:"
              + " ${DEFAULT-VALUE}).")
  private String data = "";

  @Option(
      names = "--dir",
      paramLabel = "DIRECTORY",
      description = "Where the system is kept (default: the data sets' cache).")
  @Nullable Path directory;

  BenchSystem.Options options() {
    return new BenchSystem.Options(data, directory);
  }
}
