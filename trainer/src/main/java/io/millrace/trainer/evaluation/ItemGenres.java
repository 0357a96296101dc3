package io.millrace.trainer.evaluation;

import io.millrace.schemas.Item;
import io.millrace.trainer.dataset.Interactions;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/** Genres of items as numbers. */
public final class ItemGenres {
  private ItemGenres() {}

  /** A set of genre numbers for each item, by ordinal; empty where nothing is known. */
  public static BitSet[] of(Interactions interactions) {
    Map<String, Integer> numbers = new HashMap<>();
    BitSet[] genres = new BitSet[interactions.itemIds().size()];
    for (int i = 0; i < genres.length; i++) {
      genres[i] = new BitSet();
      Item item = interactions.items().get(interactions.itemIds().get(i));
      if (item != null) {
        for (String genre : item.getGenres()) {
          genres[i].set(numbers.computeIfAbsent(genre, g -> numbers.size()));
        }
      }
    }
    return genres;
  }
}
