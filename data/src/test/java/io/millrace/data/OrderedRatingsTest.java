package io.millrace.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class OrderedRatingsTest {
  private static OrderedRatings of(List<Rating> rows) {
    OrderedRatings.Builder builder = new OrderedRatings.Builder();
    rows.forEach(r -> builder.add(r.userId(), r.itemId(), r.rating(), r.timestamp()));
    return builder.build();
  }

  @Test
  void shouldKeepTheOrderOfTheFileAmongTies() {
    OrderedRatings ratings =
        of(
            List.of(
                new Rating(0, "b", "x", 5, 2_000),
                new Rating(1, "a", "x", 4.5, 1_000),
                new Rating(2, "a", "y", 0.5, 2_000),
                new Rating(3, "c", "y", 0, 1_000)));

    assertThat(ratings.stream().map(Rating::row)).containsExactly(1L, 3L, 0L, 2L);
    assertThat(ratings.get(0)).isEqualTo(new Rating(1, "a", "x", 4.5, 1_000));
    assertThat(ratings.userCount()).isEqualTo(3);
    assertThat(ratings.itemCount()).isEqualTo(2);
  }

  @Test
  void shouldOrderAbsurdTimesAndValuesToo() {
    List<Rating> rows =
        List.of(
            new Rating(0, "a", "x", Double.NaN, Long.MAX_VALUE),
            new Rating(1, "a", "x", -0.0, Long.MIN_VALUE),
            new Rating(2, "a", "x", 1e300, 0),
            new Rating(3, "a", "x", 3.7, -1));

    assertThat(of(rows).stream())
        .containsExactly(rows.get(1), rows.get(3), rows.get(2), rows.get(0));
  }

  @Test
  void shouldFindTheFirstAtOrAfterATime() {
    OrderedRatings ratings =
        of(
            List.of(
                new Rating(0, "a", "x", 1, 10_000),
                new Rating(1, "a", "x", 1, 20_000),
                new Rating(2, "a", "x", 1, 20_000),
                new Rating(3, "a", "x", 1, 30_000)));

    assertThat(ratings.firstAtOrAfter(0)).isZero();
    assertThat(ratings.firstAtOrAfter(20_000)).isEqualTo(1);
    assertThat(ratings.firstAtOrAfter(20_001)).isEqualTo(3);
    assertThat(ratings.firstAtOrAfter(30_001)).isEqualTo(4);
  }

  @Test
  void shouldAgreeWithAStableSortOverBlocks() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    List<Rating> rows = new ArrayList<>();
    for (int row = 0; row < 150_000; row++) {
      rows.add(
          new Rating(
              row,
              "u" + random.nextInt(50),
              "i" + random.nextInt(900),
              random.nextInt(11) / 2.0,
              random.nextInt(5_000) - 100));
    }
    List<Rating> expected =
        rows.stream().sorted(Comparator.comparingLong(Rating::timestamp)).toList();

    assertThat(of(rows).stream().toList()).as("seed %d", seed).isEqualTo(expected);
  }

  @Test
  void shouldBeEmptyWithoutRows() {
    assertThat(of(List.of()).size()).isZero();
    assertThat(of(List.of()).firstAtOrAfter(0)).isZero();
  }

  @Test
  void shouldHaveAFingerprintOfEveryValueAndNothingElse() {
    List<String> different =
        Stream.of(
                builder("u", "i", 3.5, 7_000),
                builder("v", "i", 3.5, 7_000),
                builder("u", "j", 3.5, 7_000),
                builder("u", "i", 4, 7_000),
                builder("u", "i", 3.7, 7_000),
                builder("u", "i", 3.5, 8_000),
                builder("u", "i", 3.5, 7_000).add("u", "k", 1, 9_000),
                builder("u", "i", 3.5, 7_000)
                    .addMalformed(List.of(new MalformedLine("f", 2, "line", "", "", "x"))))
            .map(builder -> builder.build().fingerprint())
            .toList();

    assertThat(different).doesNotHaveDuplicates().allMatch(print -> print.matches("[0-9a-f]{16}"));
    assertThat(builder("u", "i", 3.5, 7_000).build().fingerprint()).isEqualTo(different.getFirst());
  }

  private static OrderedRatings.Builder builder(
      String user, String item, double rating, long time) {
    return new OrderedRatings.Builder().add(user, item, rating, time);
  }
}
