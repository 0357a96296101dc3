package io.millrace.features.erasure;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.features.registry.RatingReader;
import io.millrace.schemas.Feedback;
import io.millrace.schemas.FeedbackType;
import io.millrace.schemas.Keys;
import io.millrace.schemas.RatingEvent;
import io.millrace.schemas.Reject;
import io.millrace.schemas.Topics;
import io.millrace.schemas.UserItem;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ErasureTest {
  private static final String RATINGS = Topics.RATINGS.name();

  /** Avro's single-object encoding: two bytes and the schema's fingerprint. */
  private static final int OUR_HEADER_BYTES = 10;

  private final FakeCluster cluster = new FakeCluster();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private Duration now = Duration.ZERO;
  private final Erasure erasure =
      new Erasure(
          cluster,
          RatingReader.withoutRegistry(),
          new StreamProgress(cluster, "app", "app-experiments", this::clock),
          1_000_000,
          new ErasureMetrics(registry));

  @Test
  void shouldCopyTheOthersInOrderAndDeleteTheRest() throws Exception {
    rate("ann", 1);
    rate("bob", 1);
    rate("cid", 1);
    rate("ann", 2);
    delete("bob");

    assertThat(erasure.run()).isEqualTo(Erasure.Outcome.ERASED);

    assertThat(ratings()).containsExactly("ann 1", "cid 1", "ann 2");
    // Ratings at 0 to 3, padding at 4 and 5: the cut is at 5, the copies are at 6 to 8.
    assertThat(cluster.starts).containsEntry(FakeCluster.only(RATINGS), 5L);
    assertThat(cluster.log(RATINGS))
        .extracting(record -> CopyMark.of(record))
        .containsExactly(new CopyMark(1, 0), new CopyMark(1, 2), new CopyMark(1, 3));
    assertThat(cluster.log(RATINGS)).extracting(ConsumerRecord::timestamp).containsOnly(7L);
    assertThat(cluster.settings).as("segment size as before").isEmpty();
    assertThat(registry.get("millrace.features.erasure.people").counter().count()).isEqualTo(1);
    assertThat(erasure.run()).isEqualTo(Erasure.Outcome.NOTHING);
    assertThat(cluster.rolled).as("rolled once").containsExactly(RATINGS);
  }

  @Test
  void shouldTouchNothingWhenNobodyIsDeleted() throws Exception {
    rate("ann", 1);

    assertThat(erasure.run()).isEqualTo(Erasure.Outcome.NOTHING);

    assertThat(cluster.log(RATINGS)).hasSize(1);
    assertThat(cluster.rolled).isEmpty();
  }

  @Test
  void shouldKeepHeadersOfCopiesButNoTrace() throws Exception {
    RecordHeader row = new RecordHeader("millrace-row", "41".getBytes(UTF_8));
    RecordHeader trace = new RecordHeader("traceparent", "00-1-2-01".getBytes(UTF_8));
    cluster.append(
        RATINGS, "ann", rating("ann", 1), new RecordHeaders(new RecordHeader[] {row, trace}));
    rate("bob", 1);
    delete("bob");

    erasure.run();

    Headers headers = cluster.log(RATINGS).getFirst().headers();
    assertThat(headers.toArray()).hasSize(2).contains(row);
  }

  @Test
  void shouldKeepWhatAReturnedUserSentSince() throws Exception {
    rate("bob", 1);
    delete("bob");
    long since = rate("bob", 2);
    rate("bob", 3);
    row("bob", 2, since);

    erasure.run();

    assertThat(ratings()).containsExactly("bob 2", "bob 3");
  }

  @Test
  void shouldNotCopyRejectedRatings() throws Exception {
    long refused = rate("ann", 1);
    rate("bob", 1);
    rate("ann", 2);
    reject("ann", refused, rating("ann", 1));
    delete("bob");

    erasure.run();

    assertThat(ratings()).containsExactly("ann 2");
    assertThat(cluster.log(Topics.REJECTS.name())).hasSize(1);
  }

  @Test
  void shouldCopyOnceWhenARunBrokeOff() throws Exception {
    rate("ann", 1);
    rate("bob", 1);
    rate("cid", 1);
    delete("bob");
    // What a run left behind that copied ann's and went no further.
    cluster.append(RATINGS, "ann", rating("ann", 1), new CopyMark(1, 0).on(new RecordHeaders()));
    cluster.settings.put(RATINGS + " segment.bytes", SegmentRoll.SEGMENT_BYTES);

    erasure.run();

    assertThat(ratings()).containsExactly("ann 1", "cid 1");
    assertThat(cluster.settings).isEmpty();
  }

  @Test
  void shouldDeleteAgainWhomACopyRevived() throws Exception {
    // Bob's rating was copied to offset 1 by a run that knew no tombstone; his tombstone, offset 0,
    // was processed before the copy, which the topology then took for a new rating.
    rate("ann", 1);
    long copy =
        cluster.append(
            RATINGS, "bob", rating("bob", 1), new CopyMark(0, -5).on(new RecordHeaders()));
    row("bob", 1, copy);
    delete("bob");

    assertThat(erasure.run()).isEqualTo(Erasure.Outcome.AGAIN);
    assertThat(cluster.log(Topics.USERS.name())).as("tombstones").hasSize(2);
    assertThat(cluster.marker).as("not done").isEmpty();

    cluster.append(Topics.USER_ITEMS, Keys.userItem("bob", "item-1"), null); // the topology's
    assertThat(erasure.run()).isEqualTo(Erasure.Outcome.ERASED);
    assertThat(ratings()).containsExactly("ann 1");
  }

  @Test
  void shouldEraseFeedbackAndRejects() throws Exception {
    feedback("list-1", "bob");
    feedback("list-2", "ann");
    feedback("list-1", null);
    reject("bob", 100, new byte[] {1});
    reject("ann", 101, "{user: bob}".getBytes(UTF_8));
    reject("ann", 102, "{user: bobby}".getBytes(UTF_8));
    delete("bob");

    erasure.run();

    assertThat(cluster.log(Topics.FEEDBACK.name()))
        .extracting(record -> new String(record.key(), UTF_8))
        .containsExactly("list-2");
    List<Reject> rejects =
        cluster.log(Topics.REJECTS.name()).stream()
            .map(record -> Topics.REJECTS.codec().decode(record.value()))
            .toList();
    assertThat(rejects).extracting(Reject::getOffset).containsExactly(101L, 102L);
    assertThat(rejects.get(0).getValue()).isNull();
    assertThat(rejects.get(0).getValueLength()).isEqualTo(11);
    assertThat(rejects.get(1).getValue()).isNotNull();
  }

  /** Nothing else of theirs is there: that it names them has to be found. */
  @Test
  void shouldEraseWhatCannotBeReadAndNamesThePerson() throws Exception {
    rate("ann", 1);
    cluster.append(RATINGS, null, binary("ann"), new RecordHeaders());
    cluster.append(RATINGS, null, binary("bob"), new RecordHeaders());
    cluster.append(RATINGS, "bob", new byte[] {1, 2, 3}, new RecordHeaders());
    delete("bob");

    erasure.run();

    assertThat(cluster.log(RATINGS)).extracting(ErasureTest::origin).containsExactly(0L, 1L);
  }

  private static long origin(ConsumerRecord<byte[], byte[]> record) {
    return Objects.requireNonNull(CopyMark.of(record)).origin();
  }

  /** A rating of a schema that nobody knows: Avro binary without our header. */
  private static byte[] binary(String userId) {
    byte[] ours = rating(userId, 1);
    return Arrays.copyOfRange(ours, OUR_HEADER_BYTES, ours.length);
  }

  @Test
  void shouldKeepAnothersRatingUnderThePersonsKeyWithoutIt() throws Exception {
    cluster.append(RATINGS, "bob", rating("ann", 1), new RecordHeaders());
    delete("bob");

    erasure.run();

    assertThat(ratings()).containsExactly("ann 1");
    assertThat(cluster.log(RATINGS).getFirst().key()).isNull();
  }

  @Test
  void shouldStripARejectThatNobodyCanReadOfAnIdBehindItsLength() throws Exception {
    String uuid = "0f8fad5b-d9cb-469f-a165-70867728950e";
    reject("ann", 100, binary(uuid));
    delete(uuid);

    erasure.run();

    assertThat(Topics.REJECTS.codec().decode(cluster.log(Topics.REJECTS.name()).getFirst().value()))
        .extracting(Reject::getValue)
        .isNull();
  }

  @Test
  void shouldDeleteNoFeedbackThatExperimentsHaveStillToCount() throws Exception {
    feedback("list-1", "bob");
    feedback("list-2", "ann");
    delete("bob");
    cluster.experiments.add(Map.of());
    cluster.experiments.add(Map.of(FakeCluster.only(Topics.FEEDBACK.name()), 1L));

    erasure.run();

    assertThat(cluster.experiments).as("waited").isEmpty();
    assertThat(cluster.log(Topics.FEEDBACK.name())).hasSize(1);
  }

  private void deleteBobWhileExperimentsDoNotCount() {
    feedback("list-1", "bob");
    rate("bob", 1);
    delete("bob");
    cluster.experimentsNeverCount = true;
  }

  @Test
  void shouldRollNothingAndBeRunAgainWhenExperimentsAreFarBehind() throws Exception {
    deleteBobWhileExperimentsDoNotCount();

    assertThat(erasure.run()).isEqualTo(Erasure.Outcome.BEHIND);

    assertThat(cluster.rolled).isEmpty();
    assertThat(cluster.marker).as("not done").isEmpty();
    cluster.experimentsNeverCount = false;
    assertThat(erasure.run()).isEqualTo(Erasure.Outcome.ERASED);
    assertThat(cluster.log(Topics.FEEDBACK.name())).isEmpty();
  }

  /** A like that is not counted matters less than a person who is not erased. */
  @Test
  void shouldEraseAllTheSameWhenExperimentsHaveBeenBehindForHours() throws Exception {
    deleteBobWhileExperimentsDoNotCount();

    assertThat(erasure.run()).isEqualTo(Erasure.Outcome.BEHIND);
    now = now.plus(StreamProgress.LONGEST_WAIT).minus(Duration.ofHours(1));
    assertThat(erasure.run()).isEqualTo(Erasure.Outcome.BEHIND);
    now = now.plus(Duration.ofHours(1));
    assertThat(erasure.run()).isEqualTo(Erasure.Outcome.ERASED);

    assertThat(ratings()).isEmpty();
    assertThat(cluster.log(Topics.FEEDBACK.name())).isEmpty();
  }

  @Test
  void shouldDeleteNoRatingsThatExperimentsHaveStillToCount() throws Exception {
    rate("ann", 1);
    rate("bob", 1);
    delete("bob");
    cluster.experiments.add(Map.of(FakeCluster.only(RATINGS), 1L));

    erasure.run();

    assertThat(cluster.experiments).as("waited").isEmpty();
    assertThat(ratings()).containsExactly("ann 1");
  }

  /** They read ratings from where they began: what was there before is none of theirs. */
  @Test
  void shouldNotWaitForExperimentsThatHaveNoOffsetOfRatings() throws Exception {
    rate("ann", 1);
    rate("bob", 1);
    delete("bob");
    cluster.experiments.add(Map.of());

    erasure.run();

    assertThat(ratings()).containsExactly("ann 1");
  }

  @Test
  void shouldDeleteNothingWhenACopyIsNotTaken() {
    rate("ann", 1);
    rate("bob", 1);
    delete("bob");
    cluster.refuse = new IllegalStateException("full");

    assertThatThrownBy(erasure::run).isInstanceOf(KafkaException.class);

    assertThat(ratings()).containsExactly("ann 1", "bob 1");
    assertThat(cluster.marker).isEmpty();
  }

  /** A minute passes whenever it is asked. */
  private long clock() {
    now = now.plusMinutes(1);
    return now.toNanos();
  }

  private long rate(String userId, int item) {
    return cluster.append(RATINGS, userId, rating(userId, item), new RecordHeaders());
  }

  private static byte[] rating(String userId, int item) {
    return Topics.RATINGS
        .codec()
        .encode(new RatingEvent(userId, "item-" + item, 4.0, (long) item, null));
  }

  private void delete(String userId) {
    cluster.append(Topics.USERS, userId, null);
  }

  private void row(String userId, int item, long offset) {
    String itemId = "item-" + item;
    cluster.append(
        Topics.USER_ITEMS,
        Keys.userItem(userId, itemId),
        new UserItem(userId, itemId, 8, (long) item, 0, offset, offset));
  }

  private void feedback(String list, @Nullable String userId) {
    cluster.append(
        Topics.FEEDBACK,
        list,
        new Feedback(list, FeedbackType.CLICK, userId, List.of("item-1"), "", null, 1L));
  }

  private void reject(String key, long offset, byte[] value) {
    cluster.append(
        Topics.REJECTS,
        RATINGS + "-0-" + offset,
        new Reject(
            RATINGS,
            0,
            offset,
            1L,
            "UNDECODABLE",
            "value: must be a RatingEvent",
            ByteBuffer.wrap(key.getBytes(UTF_8)),
            ByteBuffer.wrap(value),
            (long) value.length,
            "00"));
  }

  private List<String> ratings() {
    return cluster.log(RATINGS).stream()
        .map(record -> Topics.RATINGS.codec().decode(record.value()))
        .map(event -> event.getUserId() + " " + event.getTimestamp())
        .toList();
  }
}
