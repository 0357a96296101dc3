package io.millrace.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.data.MalformedLine;
import io.millrace.data.OrderedRatings;
import io.millrace.data.Rating;
import io.millrace.schemas.Keys;
import io.millrace.schemas.RatingEvent;
import io.millrace.schemas.Topics;
import java.time.Clock;
import java.util.Arrays;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Sends the rows of a plan that are not on the topic yet. One thread.
 *
 * <p>A partition holds a prefix of its rows, because the producer is idempotent and rows are sent
 * in order; so a row is there exactly if its number is not above the partition's newest.
 */
final class RatingSender {
  /** Where malformed lines go, which have no user. */
  private static final int MALFORMED_PARTITION = 0;

  private final Producer<byte[], byte[]> producer;
  private final OrderedRatings ratings;
  private final Plan plan;
  private final RowHeaders headers;
  private final long[] newest;
  private final long[] there;
  private final long[] sent;
  private final Clock clock;
  private final Acknowledgements acknowledgements;

  RatingSender(
      Producer<byte[], byte[]> producer,
      OrderedRatings ratings,
      Plan plan,
      RowHeaders headers,
      long[] newest,
      Clock clock) {
    this.producer = producer;
    this.ratings = ratings;
    this.plan = plan;
    this.headers = headers;
    this.newest = newest.clone();
    this.there = new long[newest.length];
    this.sent = new long[newest.length];
    this.clock = clock;
    this.acknowledgements = new Acknowledgements(newest.length);
  }

  Acknowledgements acknowledgements() {
    return acknowledgements;
  }

  /** Rows of the plan on each partition before. */
  long[] there() {
    return there.clone();
  }

  /** Rows sent to each partition now. */
  long[] sent() {
    return sent.clone();
  }

  long totalThere() {
    return Arrays.stream(there).sum();
  }

  long totalSent() {
    return Arrays.stream(sent).sum();
  }

  /** The time of a row; that of the last rating for malformed lines, 0 if there is none. */
  long eventTime(long row) {
    return ratings.size() == 0 ? 0 : ratings.timestamp((int) Math.min(row, ratings.size() - 1L));
  }

  /** The record of a row, or null if it is on the topic already, which is counted. */
  @Nullable ProducerRecord<byte[], byte[]> next(long row) {
    if (row >= plan.to()) {
      return malformed(row);
    }
    Rating rating = ratings.get((int) row);
    int partition = Keys.partition(rating.userId(), newest.length);
    if (isThere(row, partition)) {
      return null;
    }
    byte[] value = Topics.RATINGS.codec().encode(event(rating));
    byte[] key = rating.userId().getBytes(UTF_8);
    return record(partition, rating.timestamp(), key, value, row);
  }

  private @Nullable ProducerRecord<byte[], byte[]> malformed(long row) {
    if (isThere(row, MALFORMED_PARTITION)) {
      return null;
    }
    MalformedLine line = ratings.malformed().get((int) (row - plan.to()));
    return record(MALFORMED_PARTITION, eventTime(row), null, line.raw().getBytes(UTF_8), row);
  }

  private boolean isThere(long row, int partition) {
    boolean known = row <= newest[partition];
    if (known) {
      there[partition]++;
    }
    return known;
  }

  /** Sends a record; waits where the producer's buffer is full. */
  void send(ProducerRecord<byte[], byte[]> record) {
    acknowledgements.check();
    Future<RecordMetadata> _ = producer.send(record, acknowledgements);
    sent[record.partition()]++;
  }

  private static RatingEvent event(Rating rating) {
    RatingEvent event = new RatingEvent();
    event.setUserId(rating.userId());
    event.setItemId(rating.itemId());
    event.setRating(rating.rating());
    event.setTimestamp(rating.timestamp());
    return event;
  }

  private ProducerRecord<byte[], byte[]> record(
      int partition, long time, byte @Nullable [] key, byte[] value, long row) {
    return new ProducerRecord<>(
        Topics.RATINGS.name(),
        partition,
        recordTime(time),
        key,
        value,
        Arrays.asList(headers.of(row)));
  }

  /** What a broker takes: neither before the epoch nor in the future. The payload keeps it all. */
  private long recordTime(long time) {
    return Math.clamp(time, 0, clock.millis());
  }
}
