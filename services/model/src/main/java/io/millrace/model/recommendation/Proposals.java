package io.millrace.model.recommendation;

import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The items that one query has to do with, each once: an open-addressing table, since a query looks
 * a thousand followers up. For one thread.
 */
final class Proposals {
  private Proposal[] table;
  private int[] hashes;
  private int size;

  /**
   * None yet.
   *
   * @param expected about so many
   */
  Proposals(int expected) {
    int length = Integer.highestOneBit(Math.max(8, expected)) << 2;
    this.table = new Proposal[length];
    this.hashes = new int[length];
  }

  /** The item's, made now if there is none. */
  Proposal of(String itemId) {
    int hash = itemId.hashCode();
    int place = place(hash, itemId);
    Proposal found = table[place];
    if (found == null) {
      found = new Proposal(itemId);
      put(place, hash, found);
    }
    return found;
  }

  /** The item's; null if there is none. */
  @Nullable Proposal find(String itemId) {
    return table[place(itemId.hashCode(), itemId)];
  }

  /** Adds the first of its item. */
  void add(Proposal proposal) {
    int hash = proposal.itemId().hashCode();
    put(place(hash, proposal.itemId()), hash, proposal);
  }

  private int place(int hash, String itemId) {
    int place = first(hash);
    while (table[place] != null
        && (hashes[place] != hash || !table[place].itemId().equals(itemId))) {
      place = next(place);
    }
    return place;
  }

  private int first(int hash) {
    return ((hash * 0x9E3779B9) >>> 8) & (table.length - 1);
  }

  private int next(int place) {
    return (place + 1) & (table.length - 1);
  }

  private void put(int place, int hash, Proposal proposal) {
    table[place] = proposal;
    hashes[place] = hash;
    size++;
    if (2 * size > table.length) {
      grow();
    }
  }

  private void grow() {
    Proposal[] before = table;
    table = new Proposal[2 * before.length];
    hashes = new int[table.length];
    for (Proposal proposal : before) {
      if (proposal != null) {
        int hash = proposal.itemId().hashCode();
        int place = place(hash, proposal.itemId());
        table[place] = proposal;
        hashes[place] = hash;
      }
    }
  }

  /** Tells of all, in no order. */
  void forEach(Consumer<Proposal> consumer) {
    for (Proposal proposal : table) {
      if (proposal != null) {
        consumer.accept(proposal);
      }
    }
  }

  /** Those that some source proposes, best first. */
  Proposal[] bestFirst() {
    Proposal[] proposed = new Proposal[size];
    int n = 0;
    for (Proposal proposal : table) {
      if (proposal != null && proposal.fused() > 0) {
        proposed[n++] = proposal;
      }
    }
    Proposal[] best = Arrays.copyOf(proposed, n);
    Arrays.sort(best, Proposal.BEST_FIRST);
    return best;
  }
}
