package io.millrace.data.describe;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.data.Datasets;
import io.millrace.data.TinyReleases;
import io.millrace.data.sample.SampleDataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.YearMonth;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DescriptionPageTest {
  @TempDir Path directory;

  @Test
  void shouldCountByHand() throws IOException {
    Path root = TinyReleases.oneM(directory);

    DatasetSummary summary = DatasetSummary.of(Datasets.open(root.toString(), directory));

    assertThat(summary.ratings()).isEqualTo(3);
    assertThat(summary.meanRating()).isEqualTo(3.0);
    assertThat(summary.users()).isEqualTo(2);
    assertThat(summary.perUser()).containsExactly(2, 1);
    assertThat(summary.density()).isEqualTo(0.75);
    assertThat(summary.byMonth()).isEqualTo(Map.of(YearMonth.of(1970, 1), 3L));
    assertThat(summary.byStars()).isEqualTo(Map.of(1.0, 1L, 3.0, 1L, 5.0, 1L));
    assertThat(summary.ratingsByGenre()).isEqualTo(Map.of("Action", 2L, "Comedy", 2L, "Drama", 1L));
  }

  @Test
  void shouldDrawSixPlotsOnOnePageThatNeedsNothingElse() throws IOException {
    Path file = directory.resolve("pages").resolve("sample.html");

    new DescriptionPage(DatasetSummary.of(SampleDataset.standard())).write(file);

    String page = Files.readString(file);
    assertThat(page.split("<svg", -1)).hasSize(7);
    assertThat(page).contains("<th>Users who rate</th><td>1,000</td>").doesNotContain("<script");
    assertThat(page.replace("http://www.w3.org", "")).doesNotContain("http://", "src=");
  }

  @Test
  void shouldDrawASingleRating() throws IOException {
    Path root = TinyReleases.csv(directory);
    Files.writeString(root.resolve("ratings.csv"), "userId,movieId,rating,timestamp\n1,7,NaN,5\n");

    DatasetSummary summary = DatasetSummary.of(Datasets.open(root.toString(), directory));

    assertThat(new DescriptionPage(summary).html()).contains("<svg", "ml-latest-small");
  }
}
