package io.millrace.model.reranking;

import io.millrace.schemas.Item;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A list made place by place: what is pinned there; else, where it is exploration's turn, the next
 * of the explored; else the best of the ranked. Every place depends on those before it alone, so
 * that a longer list begins with the shorter one.
 *
 * <p>Pins come as they are wanted, whatever the caps; they count towards them, and what is like
 * them is worth less where diversity is asked for. One thread.
 */
public final class Slate {
  private final int size;
  private final TreeMap<Integer, Contender> pins;
  private final Deque<Contender> explored;
  private final Exploration exploration;
  private final Relevance ranked;
  private final CapCounts caps;
  private final Set<String> taken = new HashSet<>();
  private final List<Placed> places = new ArrayList<>();

  /**
   * An empty list.
   *
   * @param size places
   * @param rules how it is made
   * @param pins by place; nothing else brings these items into the list
   * @param explored in the order in which they are to be tried
   * @param ranked best first
   */
  public Slate(
      int size,
      SlateRules rules,
      Map<Integer, Contender> pins,
      List<Contender> explored,
      List<Contender> ranked) {
    this.size = size;
    this.pins = new TreeMap<>(pins);
    this.explored = new ArrayDeque<>(explored);
    this.exploration = rules.exploration();
    this.caps = new CapCounts(rules.caps());
    this.ranked = new Relevance(rules.diversity(), ranked);
    pins.values().forEach(pinned -> taken.add(pinned.itemId()));
  }

  /** Fills places as far as there is something for them. */
  public void fill() {
    while (places.size() < size) {
      Placed next = next(places.size() + 1);
      if (next == null) {
        return;
      }
      place(next);
    }
  }

  /** Places still empty. */
  public int wanting() {
    return size - places.size();
  }

  /** Whether an item that is not ranked yet could come into the list. */
  public boolean admits(Item item) {
    return !taken.contains(item.getItemId()) && caps.admits(item);
  }

  /** Adds items below those that were ranked, best first. */
  public void add(List<Contender> more) {
    ranked.add(more);
  }

  /** The list; the pins that it did not come to are at its end. */
  public List<Placed> finish() {
    while (places.size() < size && !pins.isEmpty()) {
      place(new Placed(pins.pollFirstEntry().getValue(), Placement.PINNED));
    }
    return List.copyOf(places);
  }

  private @Nullable Placed next(int place) {
    Contender pinned = pins.remove(place);
    if (pinned != null) {
      return new Placed(pinned, Placement.PINNED);
    }
    Contender tried = exploration.isAt(place) ? nextExplored() : null;
    if (tried != null) {
      return new Placed(tried, Placement.EXPLORED);
    }
    Contender best = ranked.take(contender -> admits(contender.item()));
    return best == null ? null : new Placed(best, Placement.RANKED);
  }

  private @Nullable Contender nextExplored() {
    for (Iterator<Contender> rest = explored.iterator(); rest.hasNext(); ) {
      Contender contender = rest.next();
      if (admits(contender.item())) {
        rest.remove();
        return contender;
      }
    }
    return null;
  }

  private void place(Placed next) {
    places.add(next);
    taken.add(next.contender().itemId());
    caps.add(next.contender().item());
    ranked.listed(next.contender());
  }
}
