package io.millrace.trainer.dataset;

import io.millrace.model.recommendation.Candidates;
import io.millrace.trainer.learner.RankingBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.ToIntFunction;

/**
 * What the ranker learns from, in columns: a group for each rated item, in order of time, of one
 * row of its features at the time, and rows of candidates that were proposed with it and not rated.
 * For one thread while it is filled, then readable by any, but for {@link #batch}.
 */
public final class RankerExamples {
  private static final int FIRST_CAPACITY = 1024;

  private final int inputWidth;
  private final HalfMatrix inputs;
  private final IntColumn item = new IntColumn(FIRST_CAPACITY);
  private final IntColumn event = new IntColumn(FIRST_CAPACITY);
  private final IntColumn end = new IntColumn(FIRST_CAPACITY);
  private final ByteColumn halfStars = new ByteColumn(FIRST_CAPACITY);
  private final ByteColumn proposed = new ByteColumn(FIRST_CAPACITY);
  private RankingBatch last;
  private int groups;
  private int proposals;

  /**
   * None yet.
   *
   * @param inputWidth floats per row
   */
  public RankerExamples(int inputWidth) {
    this.inputWidth = inputWidth;
    this.inputs = new HalfMatrix(FIRST_CAPACITY, inputWidth);
    this.last = blank(0, inputWidth);
  }

  /** Floats per row. */
  public int inputWidth() {
    return inputWidth;
  }

  /** Groups. */
  public int size() {
    return groups;
  }

  /** Rows of all groups. */
  public int rows() {
    return groups == 0 ? 0 : end.get(groups - 1);
  }

  /** Groups whose rated item a source had proposed: only those teach clicks. */
  public int proposals() {
    return proposals;
  }

  /** The group's rating. */
  public int event(int group) {
    return event.get(group);
  }

  /** Whether a source had proposed the group's rated item. */
  public boolean proposed(int group) {
    return proposed.get(group) != 0;
  }

  /** The group's items, the rated one first. */
  public int[] items(int group) {
    int[] items = new int[rows(group)];
    for (int k = 0; k < items.length; k++) {
      items[k] = item.get(start(group) + k);
    }
    return items;
  }

  /** The group's rows: 1 and the negatives. */
  public int rows(int group) {
    return end.get(group) - start(group);
  }

  private int start(int group) {
    return group == 0 ? 0 : end.get(group - 1);
  }

  /**
   * A rated item and others that were proposed with it.
   *
   * @param event the rating's interaction
   * @param stars half stars
   * @param proposed whether a source had proposed the rated item
   * @param items ordinals, the rated one first
   * @param input [items, inputWidth], without gaps
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Group(int event, int stars, boolean proposed, int[] items, float[] input) {
    /**
     * Draws a group. Pure.
     *
     * @param rating its interaction
     * @param candidates as they stood before the rating, the rated item among them
     * @param rated its place among the candidates
     * @param negatives how many to draw from the proposed
     * @param ordinal of an item id
     */
    public static Group draw(
        Interactions interactions,
        int rating,
        Candidates candidates,
        int rated,
        int negatives,
        ToIntFunction<String> ordinal,
        SplittableRandom random) {
      List<Integer> places = chosen(candidates.proposed(), rated, negatives, random);
      int width = candidates.inputWidth();
      int[] items = new int[places.size()];
      float[] input = new float[items.length * width];
      for (int k = 0; k < items.length; k++) {
        items[k] = ordinal.applyAsInt(candidates.itemId(places.get(k)));
        candidates.encodeInput(places.get(k), input, k * width);
      }
      boolean proposed = rated < candidates.proposed();
      return new Group(rating, interactions.halfStars(rating), proposed, items, input);
    }
  }

  /** Adds a group. */
  public void add(Group group) {
    int row = rows();
    for (int k = 0; k < group.items().length; k++) {
      item.set(row, group.items()[k]);
      inputs.set(row, group.input(), k * inputWidth);
      row++;
    }
    event.set(groups, group.event());
    halfStars.set(groups, (byte) group.stars());
    proposed.set(groups, (byte) (group.proposed() ? 1 : 0));
    end.set(groups, row);
    groups++;
    proposals += group.proposed() ? 1 : 0;
  }

  /** The rated item, then others of the proposed, each once. */
  private static List<Integer> chosen(
      int proposed, int rated, int negatives, SplittableRandom random) {
    List<Integer> chosen = new ArrayList<>();
    chosen.add(rated);
    Set<Integer> taken = new HashSet<>(chosen);
    int wanted = Math.min(negatives, rated < proposed ? proposed - 1 : proposed);
    while (chosen.size() < 1 + wanted) {
      int candidate = random.nextInt(proposed);
      if (taken.add(candidate)) {
        chosen.add(candidate);
      }
    }
    return chosen;
  }

  /**
   * A batch of whole groups, in the given order. Its arrays are the next batch's too, where that
   * has as many rows: not for two threads at a time.
   */
  public RankingBatch batch(int[] part) {
    int n = 0;
    for (int group : part) {
      n += rows(group);
    }
    RankingBatch batch = last.size() == n ? last : blank(n, inputWidth);
    last = batch;
    int row = 0;
    for (int group : part) {
      label(batch, row, group);
      for (int from = start(group); from < end.get(group); from++) {
        inputs.get(from, batch.input(), row * inputWidth);
        row++;
      }
    }
    return batch;
  }

  private static RankingBatch blank(int rows, int width) {
    return new RankingBatch(
        rows, new float[rows * width], new float[rows], new boolean[rows], new float[rows]);
  }

  /** The group's first row is rated, the others are not. */
  private void label(RankingBatch batch, int row, int group) {
    int count = rows(group);
    Arrays.fill(batch.rating(), row, row + count, 0);
    Arrays.fill(batch.rated(), row, row + count, false);
    Arrays.fill(batch.click(), row, row + count, 0);
    batch.rating()[row] = halfStars.get(group) / 10f;
    batch.rated()[row] = true;
    batch.click()[row] = proposed(group) ? 1 : -1;
  }
}
