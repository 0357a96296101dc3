package io.millrace.replay;

import java.util.List;

/**
 * What a replay did.
 *
 * @param dataset the data set's name
 * @param items catalogue records sent; 0 where an earlier run had sent them
 * @param users likewise
 * @param planned rows of the range, malformed lines included
 * @param alreadyThere of these, on the topic before
 * @param sent of these, sent and acknowledged now
 * @param malformed of those sent, malformed lines
 * @param onTopic of the planned, found on the topic in the end
 * @param erased of the planned, on the topic before and deleted since by the erasure of a user
 * @param seconds from the first rating to the last acknowledgement
 * @param stopped whether it was stopped before its end
 * @param mismatches for each partition whose count is not what it must be, a sentence
 */
public record ReplayReport(
    String dataset,
    long items,
    long users,
    long planned,
    long alreadyThere,
    long sent,
    long malformed,
    long onTopic,
    long erased,
    double seconds,
    boolean stopped,
    List<String> mismatches) {
  public ReplayReport {
    mismatches = List.copyOf(mismatches);
  }

  /** Mean over this run; 0 where nothing was sent. */
  public double eventsPerSecond() {
    return seconds > 0 ? sent / seconds : 0;
  }

  /** Whether every planned row was found on the topic once, or is erased. */
  public boolean complete() {
    return !stopped && mismatches.isEmpty() && onTopic + erased == planned;
  }
}
