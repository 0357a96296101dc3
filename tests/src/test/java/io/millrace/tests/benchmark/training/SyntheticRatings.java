package io.millrace.tests.benchmark.training;

import io.millrace.schemas.Item;
import io.millrace.trainer.dataset.InteractionColumns;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Ratings in the shape of MovieLens 25M: as many per user and item, nineteen genres, no
 * demographics. They arrive as a consumer of four partitions hands them out: each partition in
 * order, partitions in bursts.
 *
 * @param count ratings
 * @param users who rate, in turn
 * @param items that are rated
 */
record SyntheticRatings(int count, int users, int items) {
  private static final int PARTITIONS = 4;
  private static final int BURST = 2000;
  private static final int GENRES = 19;
  private static final int FIRST_YEAR = 1920;
  private static final int YEARS = 100;
  private static final long START = 1_000_000_000_000L;
  private static final long APART = 25_000;

  /** A prime: a user's ratings are of distinct items, as long as there are no more than items. */
  private static final long ITEM_STEP = 7919;

  /** An item of the catalogue, from 0. */
  Item item(int number) {
    String genre = "genre " + number % GENRES;
    String other = "genre " + number / GENRES % GENRES;
    List<String> genres = genre.equals(other) ? List.of(genre) : List.of(genre, other);
    int year = FIRST_YEAR + number % YEARS;
    return new Item(itemId(number), "Title " + number, year, genres, Map.of(), true, null);
  }

  private static String itemId(int number) {
    return Integer.toString(1 + number);
  }

  /** All items of the catalogue. */
  List<Item> catalogue() {
    List<Item> catalogue = new ArrayList<>(items);
    for (int i = 0; i < items; i++) {
      catalogue.add(item(i));
    }
    return catalogue;
  }

  /** Hands the ratings over, one at a time. */
  void addTo(InteractionColumns columns) {
    for (int start = 0; start < count; start += BURST) {
      for (int partition = 0; partition < PARTITIONS; partition++) {
        addBurst(start, partition, columns);
      }
    }
  }

  private void addBurst(int start, int partition, InteractionColumns columns) {
    for (int rating = start; rating < Math.min(count, start + BURST); rating++) {
      int user = rating % users;
      if (user % PARTITIONS == partition) {
        int item = (int) ((user + rating / users * ITEM_STEP) % items);
        columns.add(
            Integer.toString(1 + user),
            itemId(item),
            1 + (user + item) % 10,
            START + rating * APART,
            partition,
            rating);
      }
    }
  }
}
