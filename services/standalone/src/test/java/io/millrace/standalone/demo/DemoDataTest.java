package io.millrace.standalone.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.data.DatasetOptions;
import io.millrace.standalone.console.Console;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoDataTest {
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final PrintStream stream = new PrintStream(printed, true, UTF_8);
  private final Console console = new Console(stream, stream, false);

  /** The discard port of this machine: nobody answers there. */
  private static DatasetOptions offline(Path cache) {
    return DatasetOptions.standard().withCache(cache).withMirror(URI.create("http://127.0.0.1:9/"));
  }

  @Test
  void shouldTakeTheUsualDataFromTheCacheThatTheReplayUses(@TempDir Path cache) throws IOException {
    try (ZipOutputStream zip =
        new ZipOutputStream(Files.newOutputStream(cache.resolve("ml-1m.zip")))) {
      add(zip, "ml-1m/movies.dat", "7::Seven (1995)::Crime\n");
      add(zip, "ml-1m/ratings.dat", "3::7::5::200\n");
    }

    DemoData.Chosen chosen = DemoData.choose(null, offline(cache), console);

    assertThat(chosen.argument()).isEqualTo("ml-1m");
    assertThat(chosen.dataset().ratingsInTimeOrder().size()).isEqualTo(1);
  }

  @Test
  void shouldSayLoudlyThatItGoesOnWithTheSampleOffline(@TempDir Path cache) {
    DemoData.Chosen chosen = DemoData.choose(null, offline(cache), console);

    assertThat(chosen.argument()).isEqualTo("sample");
    assertThat(printed.toString(UTF_8))
        .contains("!!!!", "SYNTHETIC SAMPLE", "cannot be downloaded");
  }

  private static void add(ZipOutputStream zip, String name, String text) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(text.getBytes(UTF_8));
    zip.closeEntry();
  }
}
