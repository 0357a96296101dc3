package io.millrace.model.reranking;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Takes contenders one by one by maximal marginal relevance (Carbonell and Goldstein 1998): each
 * time the one with the greatest {@code (1 - d) * relevance - d * likeness}, where likeness is to
 * the most alike of what is in the list already, and relevance the score scaled so that the first
 * ranked span 0 to 1. With {@code d = 0} that is their order; ties go to the higher score.
 *
 * <p>One thread.
 */
final class Relevance {
  /** A contender not taken yet, and how like the list it is. */
  private static final class Waiting {
    final Contender contender;
    double likeness;

    Waiting(Contender contender) {
      this.contender = contender;
    }
  }

  private final double diversity;
  private final double least;
  private final double span;
  private final Likeness likeness = new Likeness();
  private final List<Waiting> waiting = new ArrayList<>();
  private final List<Contender> listed = new ArrayList<>();

  /**
   * Over a ranking.
   *
   * @param diversity d, 0 to 1
   * @param ranked best first
   */
  Relevance(double diversity, List<Contender> ranked) {
    this.diversity = diversity;
    this.least = ranked.isEmpty() ? 0 : ranked.getLast().score();
    this.span = ranked.isEmpty() ? 0 : ranked.getFirst().score() - least;
    add(ranked);
  }

  /** Adds contenders below those there are, best first. */
  void add(List<Contender> more) {
    for (Contender contender : more) {
      Waiting added = new Waiting(contender);
      listed.forEach(other -> see(added, other));
      waiting.add(added);
    }
  }

  /** The item is in the list now: what is like it is worth less from here on. */
  void listed(Contender contender) {
    if (diversity > 0) {
      listed.add(contender);
      waiting.forEach(other -> see(other, contender));
    }
  }

  private void see(Waiting waiting, Contender listed) {
    waiting.likeness = Math.max(waiting.likeness, likeness.of(waiting.contender, listed));
  }

  /** Takes the best of those that pass; null if none does. */
  @Nullable Contender take(Predicate<Contender> pass) {
    int best = -1;
    double greatest = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < waiting.size() && (diversity > 0 || best < 0); i++) {
      double value = value(waiting.get(i));
      if (value > greatest && pass.test(waiting.get(i).contender)) {
        best = i;
        greatest = value;
      }
    }
    return best < 0 ? null : waiting.remove(best).contender;
  }

  private double value(Waiting item) {
    double relevance = span > 0 ? (item.contender.score() - least) / span : 0;
    return (1 - diversity) * relevance - diversity * item.likeness;
  }
}
