package io.millrace.trainer.protocol.judge;

import io.millrace.trainer.dataset.Interactions;
import io.millrace.trainer.evaluation.Predictions;
import io.millrace.trainer.evaluation.Predictions.Prediction;
import io.millrace.trainer.evaluation.StaticLists.UserList;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Lines for anyone to check: columns with tabs between, ids as the data set has them, times in
 * seconds since 1970, several values of one column with commas. Pure.
 *
 * @param log what is judged on
 */
record DumpFormat(Interactions log) {
  /** A next event: user, item, time, rank of the item (1 is best), the first ten items. */
  String prediction(Prediction prediction) {
    int event = prediction.event();
    return "%s\t%s\t%s\t%d\t%s"
        .formatted(
            userOf(event),
            itemOf(event),
            seconds(log.time(event)),
            prediction.rank(),
            ids(Arrays.stream(prediction.top())));
  }

  /**
   * A user's list: user, the items that are relevant, the moment of the list, the ranks of these
   * items in the same order, the first ten items.
   */
  String list(UserList list, long millis) {
    return "%s\t%s\t%s\t%s\t%s"
        .formatted(
            log.userIds().get(list.user()),
            ids(list.relevant().stream()),
            seconds(millis),
            Arrays.stream(list.ranks())
                .mapToObj(Integer::toString)
                .collect(Collectors.joining(",")),
            ids(Arrays.stream(list.top()).limit(Predictions.TOP)));
  }

  /** A rating: user, item, time, stars given, stars forecast, the split it was judged in. */
  String rating(int event, double forecast, String split) {
    return "%s\t%s\t%s\t%s\t%s\t%s"
        .formatted(
            userOf(event),
            itemOf(event),
            seconds(log.time(event)),
            log.halfStars(event) / 2.0,
            forecast,
            split);
  }

  private String userOf(int event) {
    return log.userIds().get(log.user(event));
  }

  private String itemOf(int event) {
    return log.itemIds().get(log.item(event));
  }

  private String ids(IntStream items) {
    return items.mapToObj(log.itemIds()::get).collect(Collectors.joining(","));
  }

  /** Whole seconds, as MovieLens has them; others with their milliseconds. */
  private static String seconds(long millis) {
    return millis % 1000 == 0
        ? Long.toString(millis / 1000)
        : BigDecimal.valueOf(millis, 3).toPlainString();
  }
}
