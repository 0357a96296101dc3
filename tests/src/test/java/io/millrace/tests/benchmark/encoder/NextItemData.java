package io.millrace.tests.benchmark.encoder;

import io.millrace.data.Dataset;
import io.millrace.model.encode.FeatureEncoder;
import io.millrace.runtime.UserFault;
import io.millrace.schemas.Item;
import io.millrace.trainer.dataset.Interactions;
import io.millrace.trainer.protocol.data.Cut;
import io.millrace.trainer.protocol.data.EvaluationData;
import java.util.List;

/**
 * What is learned from and judged on: the ratings up to P1's cut, whose newest tenth is validation.
 * What comes after the cut is gone; only which users and items have five ratings, and so belong to
 * P1's universe, was counted with it.
 *
 * @param log ratings up to the cut
 * @param from first that is learned from
 * @param split first of validation
 * @param contentWidth numbers of an item
 * @param content [1 + items, contentWidth]; row 0 zeros
 */
@SuppressWarnings("ArrayRecordComponent")
record NextItemData(Interactions log, int from, int split, int contentWidth, float[] content) {
  private static final int K_CORE = 5;
  private static final double CUT = 0.9;
  private static final double LEARNED = 0.9;

  /**
   * Reads a data set.
   *
   * @param newest most ratings to learn from
   * @throws UserFault if there is too little of it
   */
  static NextItemData read(Dataset data, int newest) {
    Interactions all = EvaluationData.read(data, K_CORE, null).log();
    // Without a cut all ratings are of one moment, which the split below refuses.
    int cut = new Cut.Quantile(CUT).firstAfter(all).orElse(all.size());
    return of(all.where(event -> event < cut), newest);
  }

  /** The same of ratings that end at the cut. */
  static NextItemData of(Interactions log, int newest) {
    int split = log.indexAt(LEARNED);
    if (split == 0 || split == log.size()) {
      throw new UserFault(
          "--data: must have ratings at several moments before P1's cut, has %d at one"
              .formatted(log.size()));
    }
    FeatureEncoder encoder = FeatureEncoder.fit(log.items().values(), List.of());
    int width = encoder.itemWidth();
    float[] content = new float[(1 + log.itemIds().size()) * width];
    for (int item = 0; item < log.itemIds().size(); item++) {
      Item entry = log.items().get(log.itemIds().get(item));
      encoder.encodeItem(entry, content, (1 + item) * width);
    }
    return new NextItemData(log, Math.max(0, split - newest), split, width, content);
  }

  int items() {
    return log.itemIds().size();
  }

  /** Ratings that are learned from. */
  int learned() {
    return split - from;
  }
}
