package io.millrace.model.feature;

import io.millrace.schemas.GenreTaste;
import io.millrace.schemas.GenreTastes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * The feature "which genres the user likes lately": per genre the decayed sum of (half stars -
 * neutral) and the decayed number of ratings. Genres appear in the order they were first met.
 * Immutable.
 */
public final class GenreLiking {
  /** No genre met. */
  public static final GenreTastes NONE = new GenreTastes(0L, List.of());

  private final Decay decay;

  /** Tastes with a half-life of at least 1 ms. */
  public GenreLiking(Duration halfLife) {
    this.decay = new Decay(halfLife);
  }

  /** With one more rating of an item of these genres. */
  public GenreTastes add(
      GenreTastes before, Collection<String> genres, int halfStars, long eventTime) {
    if (genres.isEmpty()) {
      return before;
    }
    long asOf = Math.max(before.getAsOf(), eventTime);
    double kept = decay.across(before.getAsOf(), asOf);
    return change(before, asOf, kept, genres, halfStars, decay.worth(eventTime, asOf));
  }

  /** With one rating taken back. */
  public GenreTastes remove(
      GenreTastes before, Collection<String> genres, int halfStars, long eventTime) {
    long asOf = before.getAsOf();
    return genres.isEmpty()
        ? before
        : change(before, asOf, 1, genres, halfStars, -decay.worth(eventTime, asOf));
  }

  private static GenreTastes change(
      GenreTastes before,
      long asOf,
      double kept,
      Collection<String> genres,
      int halfStars,
      double worth) {
    List<GenreTaste> tastes = new ArrayList<>(before.getTastes().size() + genres.size());
    for (GenreTaste taste : before.getTastes()) {
      double share = genres.contains(taste.getGenre()) ? worth : 0;
      tastes.add(changed(taste, kept, halfStars, share));
    }
    for (String genre : genres) {
      if (worth > 0 && !isMet(genre, tastes)) {
        tastes.add(new GenreTaste(genre, worth * (halfStars - HalfStars.NEUTRAL), worth));
      }
    }
    return new GenreTastes(asOf, tastes);
  }

  private static GenreTaste changed(GenreTaste taste, double kept, int halfStars, double share) {
    return new GenreTaste(
        taste.getGenre(),
        taste.getWeight() * kept + share * (halfStars - HalfStars.NEUTRAL),
        Math.max(0, taste.getCount() * kept + share));
  }

  private static boolean isMet(String genre, List<GenreTaste> tastes) {
    for (GenreTaste taste : tastes) {
      if (taste.getGenre().equals(genre)) {
        return true;
      }
    }
    return false;
  }
}
