package io.millrace.trainer.dataset;

import io.millrace.model.recommendation.Candidates;
import io.millrace.trainer.learner.RankingBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What the ranker learns from: for each rated item the row of its features at the time, and rows of
 * candidates that were proposed with it and not rated. For one thread while it is filled.
 */
public final class RankerExamples {
  private final int inputWidth;
  private final List<Group> groups = new ArrayList<>();

  /**
   * A rating and its negatives.
   *
   * @param event the rating
   * @param proposed whether a source proposed the rated item: only then clicks are learned from
   * @param rating half stars / 10
   * @param rows inputs, the rated item's first
   * @param items ordinals, the rated item's first
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Group(int event, boolean proposed, float rating, HalfMatrix rows, int[] items) {}

  /** None yet. */
  public RankerExamples(int inputWidth) {
    this.inputWidth = inputWidth;
  }

  /** Floats per row. */
  public int inputWidth() {
    return inputWidth;
  }

  /** All groups, in order of time. */
  public List<Group> groups() {
    return groups;
  }

  /**
   * Adds a rating.
   *
   * @param candidates as they stood before the rating, the rated item among them
   * @param rated its place among the candidates
   * @param negatives how many to draw from the proposed
   */
  public void add(
      Interactions interactions,
      int event,
      Candidates candidates,
      int rated,
      int negatives,
      java.util.function.ToIntFunction<String> ordinal,
      SplittableRandom random) {
    int[] chosen = chosen(candidates.proposed(), rated, negatives, random);
    HalfMatrix rows = new HalfMatrix(chosen.length, inputWidth);
    int[] items = new int[chosen.length];
    float[] scratch = new float[inputWidth];
    for (int k = 0; k < chosen.length; k++) {
      candidates.copyInput(chosen[k], scratch, 0);
      rows.set(k, scratch, 0);
      items[k] = ordinal.applyAsInt(candidates.itemId(chosen[k]));
    }
    float rating = interactions.halfStars(event) / 10f;
    groups.add(new Group(event, rated < candidates.proposed(), rating, rows, items));
  }

  /** The rated item, then others of the proposed, each once (Floyd's sampling). */
  private static int[] chosen(int proposed, int rated, int negatives, SplittableRandom random) {
    List<Integer> chosen = new ArrayList<>();
    chosen.add(rated);
    java.util.Set<Integer> taken = new java.util.HashSet<>(chosen);
    int wanted = Math.min(negatives, rated < proposed ? proposed - 1 : proposed);
    while (chosen.size() < 1 + wanted) {
      int candidate = random.nextInt(proposed);
      if (taken.add(candidate)) {
        chosen.add(candidate);
      }
    }
    return chosen.stream().mapToInt(Integer::intValue).toArray();
  }

  /** A batch of whole groups. */
  public RankingBatch batch(List<Group> part) {
    int n = part.stream().mapToInt(g -> g.items().length).sum();
    float[] input = new float[n * inputWidth];
    float[] rating = new float[n];
    boolean[] rated = new boolean[n];
    float[] click = new float[n];
    int row = 0;
    for (Group group : part) {
      rating[row] = group.rating();
      rated[row] = true;
      click[row] = group.proposed() ? 1 : -1;
      for (int k = 0; k < group.items().length; k++) {
        group.rows().get(k, input, row * inputWidth);
        row++;
      }
    }
    return new RankingBatch(n, input, rating, rated, click);
  }
}
