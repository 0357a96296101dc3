package io.millrace.model.explanation;

import io.millrace.model.encode.PairContext;
import io.millrace.model.encode.QueryState;
import io.millrace.model.encode.RatingForecast;
import io.millrace.model.encode.RecentItem;
import io.millrace.model.encode.Tastes;
import io.millrace.model.feature.HalfStars;
import io.millrace.model.feature.TransitionRow;
import io.millrace.model.vector.Vectors;
import io.millrace.schemas.Demographics;
import io.millrace.schemas.GenreTaste;
import io.millrace.schemas.Item;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The reasons that the evidence for one item gives. Each has a bar below which it is not given, so
 * that none is said of everything; those left are ordered by how much they say.
 */
final class Reasons {
  /** Most for one item. */
  static final int MOST = 3;

  /** Least cosine of a liked item's vector to the item's. */
  private static final double LEAST_LIKENESS = 0.3;

  /** Least liking of a genre, of -1 to 1. */
  private static final double LEAST_LIKING = 0.25;

  private static final double LEAST_STARS = 4;

  /** Strength of what comes in so late a place is nought. */
  private static final double LAST_RANK = 1000;

  private final Evidence evidence;
  private final QueryState user;
  private final @Nullable Item item;

  Reasons(Evidence evidence) {
    this.evidence = evidence;
    this.user = evidence.pair().query();
    this.item = evidence.pair().item();
  }

  List<Reason> strongest() {
    List<Reason> reasons =
        Stream.of(liked(), follows(), genre(), forecast(), fresh(), popular())
            .filter(Objects::nonNull)
            .sorted(Comparator.comparingDouble(Reason::strength).reversed())
            .limit(MOST)
            .toList();
    @Nullable Reason general = reasons.isEmpty() ? general() : null;
    return general == null ? reasons : List.of(general);
  }

  /** Of the liked items among the last, the nearest by vector; of equals the newest. */
  private @Nullable Reason liked() {
    RecentItem nearest = null;
    double greatest = LEAST_LIKENESS;
    for (RecentItem recent : user.recent()) {
      double likeness = isLiked(recent) ? likeness(recent) : Double.NEGATIVE_INFINITY;
      if (likeness > greatest) {
        greatest = likeness;
        nearest = recent;
      }
    }
    return nearest == null
        ? null
        : about(
            nearest,
            ReasonKind.LIKED,
            greatest,
            "Because you gave %s " + stars(nearest.rating().getHalfStars() / 2.0) + " stars");
  }

  private boolean isLiked(RecentItem recent) {
    return recent.rating().getHalfStars() >= HalfStars.LIKED && isAnother(recent);
  }

  private boolean isAnother(RecentItem recent) {
    return !recent.rating().getItemId().equals(evidence.pair().itemId());
  }

  private double likeness(RecentItem recent) {
    float[] own = evidence.pair().vector();
    float[] other = recent.vector();
    return own == null || other == null ? Double.NEGATIVE_INFINITY : Vectors.dot(own, other);
  }

  /** The item that adds most to the score by which the item was proposed as a follower. */
  private @Nullable Reason follows() {
    int rank = evidence.pair().ranks().transitions();
    if (rank == 0) {
      return null;
    }
    List<RecentItem> recent = user.recent();
    RecentItem first = null;
    double most = 0;
    double weight = 1;
    for (int k = 0; k < Math.min(evidence.following().history(), recent.size()); k++) {
      double share = weight * root(k);
      if (share > most && isAnother(recent.get(k))) {
        most = share;
        first = recent.get(k);
      }
      weight *= evidence.following().decay();
    }
    return first == null
        ? null
        : about(first, ReasonKind.FOLLOWS, byRank(rank), "Often rated after %s");
  }

  private double root(int lag) {
    TransitionRow.Entry entry = entry(lag);
    return entry == null ? 0 : Math.sqrt(entry.probability());
  }

  /** The item in the row of what follows one of the last items; null where it does not. */
  private TransitionRow.@Nullable Entry entry(int lag) {
    TransitionRow.Entry[] followed = evidence.pair().followed();
    if (lag >= PairContext.FOLLOWED) {
      return user.recent().get(lag).transitions().find(evidence.pair().itemId());
    }
    return followed == null ? null : followed[lag];
  }

  /** Of the item's genres the one liked best, if it is liked as well as others at least. */
  private @Nullable Reason genre() {
    if (item == null || user.aggregates() == null) {
      return null;
    }
    List<GenreTaste> tastes = user.aggregates().getGenres().getTastes();
    GenreTaste best = null;
    double greatest = LEAST_LIKING;
    for (GenreTaste taste : tastes) {
      double liking = Tastes.liking(taste);
      if (item.getGenres().contains(taste.getGenre()) && liking >= greatest) {
        greatest = liking;
        best = taste;
      }
    }
    return best == null || mean(List.of(best)) < mean(tastes) ? null : about(best, greatest);
  }

  /** Decayed mean, stars. */
  private static double mean(List<GenreTaste> tastes) {
    double weight = 0;
    double count = 0;
    for (GenreTaste taste : tastes) {
      weight += taste.getWeight();
      count += taste.getCount();
    }
    return count > 0 ? (HalfStars.NEUTRAL + weight / count) / 2 : Double.NaN;
  }

  private static Reason about(GenreTaste taste, double strength) {
    String text =
        "You like " + taste.getGenre() + ": " + stars(mean(List.of(taste))) + " stars on average";
    return new Reason(ReasonKind.GENRE, strength, null, null, taste.getGenre(), text);
  }

  private @Nullable Reason forecast() {
    RatingForecast forecast = evidence.forecast();
    if (forecast == null || user.recent().isEmpty() || forecast.stars() < LEAST_STARS) {
      return null;
    }
    double stars = Math.min(forecast.stars(), HalfStars.MOST / 2.0);
    String text = "You would rate it about " + stars(stars);
    return plain(ReasonKind.FORECAST, (stars - 3) / 2, text);
  }

  private @Nullable Reason fresh() {
    int rank = evidence.pair().ranks().fresh();
    if (rank == 0 && !evidence.fresh()) {
      return null;
    }
    long ratings =
        evidence.pair().features() == null
            ? 0
            : evidence.pair().features().getAggregates().getRatings().getCount();
    String text =
        ratings == 0 ? "New: nobody has rated it yet" : "New: rated by " + ratings + " so far";
    return plain(ReasonKind.FRESH, evidence.fresh() ? 1 : byRank(rank), text);
  }

  private @Nullable Reason popular() {
    return evidence.popular()
        ? plain(
            ReasonKind.POPULAR,
            byRank(Math.max(1, evidence.pair().ranks().popularity())) / 2,
            "Popular now")
        : null;
  }

  /** Where the index alone proposed it: what the user's vector is made from. */
  private @Nullable Reason general() {
    if (evidence.pair().ranks().index() == 0) {
      return null;
    }
    if (!user.recent().isEmpty()) {
      return plain(ReasonKind.TASTE, 0, "Fits what you rated lately as a whole");
    }
    String told = told(user.demographics());
    return told.isEmpty()
        ? null
        : plain(ReasonKind.PROFILE, 0, "Fits what you told of yourself: " + told);
  }

  private static String told(@Nullable Demographics profile) {
    if (profile == null) {
      return "";
    }
    List<String> told = new ArrayList<>();
    add(told, profile.getAge() == null ? null : "age");
    add(told, profile.getGender() == null ? null : "gender");
    add(told, profile.getOccupation() == null ? null : "occupation");
    return told.stream().collect(Collectors.joining(", "));
  }

  private static void add(List<String> words, @Nullable String word) {
    if (word != null) {
      words.add(word);
    }
  }

  private static Reason about(RecentItem recent, ReasonKind kind, double strength, String text) {
    String id = recent.rating().getItemId();
    String title = recent.item() == null ? null : recent.item().getTitle();
    String named = text.replace("%s", title == null ? id : title);
    return new Reason(kind, strength, id, title, null, named);
  }

  private static Reason plain(ReasonKind kind, double strength, String text) {
    return new Reason(kind, strength, null, null, null, text);
  }

  /** 1 for the first place, falling with the logarithm. */
  private static double byRank(int rank) {
    return Math.max(0, 1 - Math.log(rank) / Math.log(LAST_RANK));
  }

  /** To one decimal, none where it is nought. */
  private static String stars(double stars) {
    BigDecimal rounded = BigDecimal.valueOf(stars).setScale(1, RoundingMode.HALF_EVEN);
    return rounded.stripTrailingZeros().toPlainString();
  }
}
