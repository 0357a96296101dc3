package io.millrace.model.recommendation;

import io.millrace.model.filter.Filter;
import io.millrace.model.reranking.Boost;
import io.millrace.model.reranking.Cap;
import io.millrace.model.reranking.Exploration;
import io.millrace.model.reranking.Pin;
import io.millrace.model.reranking.SlateRules;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the caller wants of the list besides the user's taste. Immutable.
 *
 * @param filter what every item must be but for those pinned; null for anything
 * @param boosts applied to scores, one after the other
 * @param pins items with places of their own: shown if they are available, also where the user has
 *     seen them or the filter would not let them pass
 * @param knobs what is said by degrees; where nothing is, it is 0
 * @param caps how many items may share a value
 * @param seed of what is drawn: the same query with the same seed gets the same list
 */
public record Steering(
    @Nullable Filter filter,
    List<Boost> boosts,
    List<Pin> pins,
    Knobs knobs,
    List<Cap> caps,
    long seed) {
  /** Nothing: the list as ranked. */
  public static final Steering NONE =
      new Steering(null, List.of(), List.of(), Knobs.NONE, List.of(), 0);

  public Steering {
    boosts = List.copyOf(boosts);
    pins = List.copyOf(pins);
    caps = List.copyOf(caps);
  }

  /** By a filter alone. */
  public static Steering by(Filter filter) {
    return new Steering(filter, List.of(), List.of(), Knobs.NONE, List.of(), 0);
  }

  /** The same, with other draws. */
  public Steering seeded(long other) {
    return new Steering(filter, boosts, pins, knobs, caps, other);
  }

  /** The same, with other knobs. */
  public Steering turned(Knobs other) {
    return new Steering(filter, boosts, pins, other, caps, seed);
  }

  /** 0 to 1: 0 goes by score alone. */
  double diversity() {
    return Objects.requireNonNullElse(knobs.diversity(), 0.0);
  }

  /** Share of places for items that few have rated, 0 to 1. */
  public double exploration() {
    return Objects.requireNonNullElse(knobs.exploration(), 0.0);
  }

  /** Whether the list is made of the ranking by more than taking its first items. */
  boolean reranks() {
    return diversity() > 0
        || exploration() > 0
        || !(boosts.isEmpty() && pins.isEmpty() && caps.isEmpty());
  }

  SlateRules rules() {
    return new SlateRules(diversity(), caps, new Exploration(exploration(), seed));
  }
}
