package io.millrace.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.data.DatasetFault.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DatasetsTest {
  @TempDir Path directory;

  private DatasetOptions options() {
    return DatasetOptions.standard().withCache(directory.resolve("cache"));
  }

  @Test
  void shouldOpenAZipOrDirectoryByPathAndCallItByItsName() throws IOException {
    Path root = TinyReleases.oneM(directory);

    assertThat(Datasets.open(root.toString(), options()).name()).isEqualTo("ml-1m");
    assertThat(Datasets.open(TinyReleases.zip(root).toString(), options()).name())
        .isEqualTo("ml-1m");
  }

  @Test
  void shouldOpenTheSampleWithoutAnyFile() {
    assertThat(Datasets.open("sample", options()).name()).isEqualTo("sample");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "ml-2m", "/no/such/directory", "\0"})
  void shouldListTheNamesForAnUnknownOne(String name) {
    assertThatThrownBy(() -> Datasets.open(name, options()))
        .isInstanceOfSatisfying(
            DatasetFault.class, fault -> assertThat(fault.reason()).isEqualTo(Reason.MISSING))
        .hasMessageContaining(
            "data: must be one of ml-100k, ml-1m, ml-latest-small, ml-20m, ml-25m")
        .hasMessageContaining("was \"" + name + "\"");
  }

  @Test
  void shouldUseWhatIsInTheCacheEvenIfItsSumIsAnother() throws IOException {
    Path zip = TinyReleases.zip(TinyReleases.oneM(directory));
    Path cache = Files.createDirectories(directory.resolve("cache"));
    Files.move(zip, cache.resolve("ml-1m.zip"));

    assertThat(Datasets.open("ml-1m", options()).ratings()).hasSize(3);
  }
}
