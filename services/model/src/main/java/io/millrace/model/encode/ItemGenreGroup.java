package io.millrace.model.encode;

import io.millrace.schemas.Item;

/** One place per genre of the vocabulary, 1 where the item has it. */
final class ItemGenreGroup implements FeatureGroup<Item> {
  private final Vocabulary genres;

  ItemGenreGroup(Vocabulary genres) {
    this.genres = genres;
  }

  @Override
  public String name() {
    return "genres";
  }

  @Override
  public int width() {
    return genres.size();
  }

  @Override
  public void encode(Item item, float[] out, int at) {
    for (String genre : item.getGenres()) {
      int place = genres.place(genre);
      if (place >= 0) {
        out[at + place] = 1f;
      }
    }
  }
}
