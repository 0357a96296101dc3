package io.millrace.trainer.dataset;

import io.millrace.model.encode.FeatureEncoder;
import io.millrace.model.encode.UserBuckets;
import io.millrace.model.feature.FeatureSettings;
import io.millrace.schemas.Demographics;
import io.millrace.schemas.TrainingExample;
import io.millrace.schemas.User;

/**
 * What the user tower is fed for each of a stretch of interactions: the user's row, encoded
 * features before the event, and the last items. Immutable; thread-safe.
 */
public final class UserInputs {
  private final Interactions interactions;
  private final int from;
  private final int to;
  private final int historyLength;
  private final int[] rowOfUser;
  private final HalfMatrix dense;

  /** The interaction of the first row. */
  private final int base;

  /**
   * Plays all interactions up to {@code to} and keeps what the last of them need.
   *
   * @param from first interaction wanted
   * @param to end (exclusive)
   * @param buckets rows of the user table
   */
  public UserInputs(
      Interactions interactions,
      FeatureEncoder encoder,
      FeatureSettings settings,
      int from,
      int to,
      int historyLength,
      int buckets) {
    this.interactions = interactions;
    this.from = from;
    this.to = to;
    this.historyLength = historyLength;
    this.rowOfUser =
        interactions.userIds().stream().mapToInt(id -> UserBuckets.row(id, buckets)).toArray();
    this.base = from;
    this.dense = new HalfMatrix(to - from, encoder.userWidth());
    float[] scratch = new float[encoder.userWidth()];
    new FeatureReplay(interactions, settings)
        .playTo(
            to,
            (event, before) -> {
              if (event >= from) {
                encode(encoder, event, before, scratch);
              }
            });
  }

  private UserInputs(UserInputs whole, int from, int to) {
    this.interactions = whole.interactions;
    this.from = from;
    this.to = to;
    this.historyLength = whole.historyLength;
    this.rowOfUser = whole.rowOfUser;
    this.dense = whole.dense;
    this.base = whole.base;
  }

  /**
   * A part of the stretch, over the same memory.
   *
   * @throws IllegalArgumentException if it is not within the stretch
   */
  public UserInputs part(int first, int end) {
    if (first < from || end > to || first > end) {
      throw new IllegalArgumentException(
          "part: must be within %d to %d, was %d to %d".formatted(from, to, first, end));
    }
    return new UserInputs(this, first, end);
  }

  private void encode(FeatureEncoder encoder, int event, TrainingExample before, float[] scratch) {
    User known = interactions.users().get(before.getUserId());
    Demographics demographics =
        known == null ? before.getUser().getDemographics() : known.getDemographics();
    encoder.encodeUser(before.getUser(), demographics, before.getTimestamp(), scratch, 0);
    dense.set(event - base, scratch, 0);
  }

  /** First interaction. */
  public int from() {
    return from;
  }

  /** End, exclusive. */
  public int to() {
    return to;
  }

  /** Encoded numbers per user. */
  public int width() {
    return dense.width();
  }

  /** Row of the user table. */
  public int userRow(int event) {
    return rowOfUser[interactions.user(event)];
  }

  /** Writes {@link #width()} numbers. */
  public void copyDense(int event, float[] out, int at) {
    dense.get(event - base, out, at);
  }

  /** Writes the rows of the items rated before, newest first; 0 where there are no more. */
  public void copyHistory(int event, int[] out, int at) {
    int user = interactions.user(event);
    int place = interactions.place(event);
    for (int k = 0; k < historyLength; k++) {
      int earlier = place - 1 - k;
      out[at + k] = earlier < 0 ? 0 : 1 + interactions.item(interactions.eventOf(user, earlier));
    }
  }
}
