package io.millrace.model.experiment;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * Two lists in one, so that one user compares both: as captains choose teams, the lists take turns,
 * a coin saying who is first in each round, and each takes its best item that is not taken yet (F.
 * Radlinski, M. Kurup, T. Joachims, <i>How Does Clickthrough Data Reflect Retrieval Quality?</i>,
 * CIKM 2008, algorithm 2). Both teams are as high in the list on average, so of clicks made without
 * regard to the items each team gets half.
 *
 * @param <T> an item
 */
public final class TeamDraft<T> {
  /** Whose an item is. */
  public enum Team {
    /** The first list's. */
    FIRST,
    /** The second list's. */
    SECOND,
    /** Nobody's: one list had nothing more to choose, so it says nothing of either. */
    NEITHER
  }

  /** An item of the list that is shown. */
  public record Drafted<T>(T item, Team team) {}

  private final Function<T, String> id;
  private final RandomGenerator coin;

  /**
   * A draft.
   *
   * @param id of an item: the same item may be on both lists
   */
  public TeamDraft(Function<T, String> id, RandomGenerator coin) {
    this.id = id;
    this.coin = coin;
  }

  /**
   * The list to show.
   *
   * @param first best first
   * @param second best first
   * @param count most items
   */
  public List<Drafted<T>> of(List<T> first, List<T> second, int count) {
    Captain one = new Captain(first, Team.FIRST);
    Captain other = new Captain(second, Team.SECOND);
    List<Drafted<T>> drafted = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    while (drafted.size() < count && (one.canChoose() || other.canChoose())) {
      boolean counts = one.canChoose() && other.canChoose();
      drafted.add(next(one, other).choose(taken, counts));
      one.pass(taken);
      other.pass(taken);
    }
    return drafted;
  }

  private Captain next(Captain one, Captain other) {
    if (!one.canChoose() || !other.canChoose()) {
      return one.canChoose() ? one : other;
    }
    boolean first = one.size == other.size ? coin.nextBoolean() : one.size < other.size;
    return first ? one : other;
  }

  /** A list, how far it has been gone through, and its team's size. */
  private final class Captain {
    private final List<T> list;
    private final Team team;
    private int at;
    private int size;

    private Captain(List<T> list, Team team) {
      this.list = list;
      this.team = team;
    }

    private boolean canChoose() {
      return at < list.size();
    }

    /** Goes on to the best item that is not taken. */
    private void pass(Set<String> taken) {
      while (canChoose() && taken.contains(id.apply(list.get(at)))) {
        at++;
      }
    }

    private Drafted<T> choose(Set<String> taken, boolean counts) {
      T item = list.get(at);
      taken.add(id.apply(item));
      size++;
      return new Drafted<>(item, counts ? team : Team.NEITHER);
    }
  }
}
