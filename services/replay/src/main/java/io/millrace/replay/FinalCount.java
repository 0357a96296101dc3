package io.millrace.replay;

import io.millrace.schemas.Topics;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What of a plan is on the topic in the end, beside what must be.
 *
 * @param onTopic rows found
 * @param erased rows missing because an erasure deleted them, and what it had to take along
 * @param mismatches for each partition with other rows than it must have, a sentence
 */
record FinalCount(long onTopic, long erased, List<String> mismatches) {

  /**
   * A topic before a replay.
   *
   * @param newest row of the data set on each partition
   * @param begins offset of the first record of each
   * @param ends offset after the last record of each
   */
  @SuppressWarnings("ArrayRecordComponent") // read once, by one thread
  record Before(long[] newest, long[] begins, long[] ends) {
    static Before of(TopicRows topic) {
      long[] begins = topic.begins();
      return new Before(topic.newest(), begins, topic.ends());
    }
  }

  /**
   * Counts. Where no row was there before and the log has grown by just what was sent, that is the
   * count; else the records are read.
   */
  static FinalCount of(TopicRows topic, RatingSender sender, Plan plan, Before before) {
    long[] grown = topic.ends();
    Arrays.setAll(grown, partition -> grown[partition] - before.ends()[partition]);
    if (sender.totalThere() == 0 && Arrays.equals(grown, sender.sent())) {
      return new FinalCount(sender.totalSent(), 0, List.of());
    }
    long[] from = sender.totalThere() > 0 ? before.begins() : before.ends();
    return judged(topic.count(from, plan), sender, before, topic.begins());
  }

  private static FinalCount judged(
      List<RowCount> counts, RatingSender sender, Before before, long[] begins) {
    long onTopic = 0;
    long erased = 0;
    List<String> mismatches = new ArrayList<>();
    for (int partition = 0; partition < begins.length; partition++) {
      long found = counts.get(partition).total();
      long there = sender.there()[partition];
      long expected = there + sender.sent()[partition];
      long missingBefore = there - counts.get(partition).upTo(before.newest()[partition]);
      boolean now = begins[partition] > before.begins()[partition];
      long excused = now ? expected - found : begins[partition] > 0 ? missingBefore : 0;
      onTopic += found;
      if (found + Math.max(0, excused) == expected) {
        erased += Math.max(0, excused);
      } else {
        mismatches.add(mismatch(partition, expected, found));
      }
    }
    return new FinalCount(onTopic, erased, mismatches);
  }

  private static String mismatch(int partition, long expected, long found) {
    return "%s-%d: must hold %d rows of the range, holds %d"
        .formatted(Topics.RATINGS.name(), partition, expected, found);
  }
}
