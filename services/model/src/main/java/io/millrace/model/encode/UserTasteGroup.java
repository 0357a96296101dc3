package io.millrace.model.encode;

import io.millrace.schemas.GenreTaste;
import java.util.List;

/** The user's liking of each genre of the vocabulary, and the genre's share of their ratings. */
final class UserTasteGroup implements FeatureGroup<UserContext> {
  private final Vocabulary genres;

  UserTasteGroup(Vocabulary genres) {
    this.genres = genres;
  }

  @Override
  public String name() {
    return "tastes";
  }

  @Override
  public int width() {
    return 2 * genres.size();
  }

  @Override
  public void encode(UserContext context, float[] out, int at) {
    if (context.aggregates() == null) {
      return;
    }
    List<GenreTaste> tastes = context.aggregates().getGenres().getTastes();
    double total = tastes.stream().mapToDouble(GenreTaste::getCount).sum();
    for (GenreTaste taste : tastes) {
      int place = genres.place(taste.getGenre());
      if (place >= 0) {
        out[at + 2 * place] = Tastes.liking(taste);
        out[at + 2 * place + 1] = Tastes.share(taste, total);
      }
    }
  }
}
