package io.millrace.replay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.data.MalformedLine;
import io.millrace.runtime.UserFault;
import io.millrace.schemas.Keys;
import io.millrace.schemas.RatingEvent;
import io.millrace.schemas.Reject;
import io.millrace.schemas.Topics;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ReplayTest {
  private static final String RATINGS = Topics.RATINGS.name();
  private static final Clock NOW =
      Clock.fixed(Instant.ofEpochSecond(2_000_000_000), ZoneOffset.UTC);

  private static ReplayReport run(FakeBroker broker, FakeDataset dataset, ReplayConfig config)
      throws InterruptedException {
    return new Replay(dataset, config, ReplayProgress.NONE, broker, NOW).run();
  }

  private static List<Long> rows(FakeBroker broker, int partition) {
    return broker.log(RATINGS, partition).stream().map(ReplayTest::row).toList();
  }

  private static long row(ProducerRecord<byte[], byte[]> record) {
    Header row = record.headers().lastHeader("millrace-row");
    return row == null ? -1 : Long.parseLong(new String(row.value(), UTF_8));
  }

  @Test
  void shouldSendTheCatalogueFirstAndRatingsInOrderOfTime() throws InterruptedException {
    FakeBroker broker = new FakeBroker(1);

    ReplayReport report = run(broker, FakeDataset.of(7), ReplayConfig.of("fake"));

    assertThat(report.complete()).isTrue();
    assertThat(report.items()).isEqualTo(1);
    assertThat(report.users()).isEqualTo(2);
    assertThat(report.sent()).isEqualTo(7);
    assertThat(report.onTopic()).isEqualTo(7);
    assertThat(broker.log(Topics.ITEMS.name(), 0))
        .extracting(ProducerRecord::timestamp)
        .containsOnly(0L);
    assertThat(broker.log(Topics.USERS.name(), 0))
        .extracting(ProducerRecord::timestamp)
        .containsOnly(0L);
    assertThat(rows(broker, 0)).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L);
    ProducerRecord<byte[], byte[]> third = broker.log(RATINGS, 0).get(2);
    RatingEvent event = Topics.RATINGS.codec().decode(third.value());
    assertThat(third.key()).isEqualTo("u2".getBytes(UTF_8));
    assertThat(third.timestamp()).isEqualTo(1_002_000L).isEqualTo(event.getTimestamp());
    assertThat(event.getUserId()).isEqualTo("u2");
    assertThat(event.getItemId()).isEqualTo("i2");
    assertThat(event.getRating()).isEqualTo(3.5);
  }

  @Test
  void shouldPlaceEachUserWhereKafkasOwnProducerWould() throws InterruptedException {
    FakeBroker broker = new FakeBroker(3);

    run(broker, FakeDataset.of(50), ReplayConfig.of("fake"));

    for (int partition = 0; partition < 3; partition++) {
      for (ProducerRecord<byte[], byte[]> record : broker.log(RATINGS, partition)) {
        assertThat(Keys.partition(new String(record.key(), UTF_8), 3)).isEqualTo(partition);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 17, 99, 100})
  void shouldResumeAfterAKillWithoutDuplicatesOrGaps(int sentBefore) throws InterruptedException {
    FakeBroker broker = new FakeBroker(3).killAfter(sentBefore);
    FakeDataset dataset = FakeDataset.of(100);
    if (sentBefore < 100) {
      assertThatThrownBy(() -> run(broker, dataset, ReplayConfig.of("fake")))
          .isInstanceOf(FakeBroker.Killed.class);
    } else {
      run(broker, dataset, ReplayConfig.of("fake"));
    }
    broker.killAfter(Integer.MAX_VALUE);
    IntStream.range(0, 3).forEach(partition -> appendForeign(broker, partition));

    ReplayReport report = run(broker, dataset, ReplayConfig.of("fake"));

    assertThat(report.complete()).isTrue();
    assertThat(report.alreadyThere()).isEqualTo(sentBefore);
    assertThat(report.sent()).isEqualTo(100 - sentBefore);
    List<Long> all = new ArrayList<>();
    for (int partition = 0; partition < 3; partition++) {
      List<Long> rows = rows(broker, partition).stream().filter(row -> row >= 0).toList();
      assertThat(rows).isSorted();
      all.addAll(rows);
    }
    assertThat(all).containsExactlyInAnyOrderElementsOf(LongStream.range(0, 100).boxed().toList());
  }

  /** More than one window of records by other producers. */
  private static void appendForeign(FakeBroker broker, int partition) {
    IntStream.range(0, 1_500).forEach(i -> broker.append(partition));
  }

  @Test
  void shouldResumePartitionsThatGotFurtherThanOthers() throws InterruptedException {
    FakeBroker broker = new FakeBroker(3);
    FakeDataset dataset = FakeDataset.of(100);
    run(broker, dataset, ReplayConfig.of("fake"));
    List<Long> whole = rows(broker, 1);
    assertThat(whole).hasSizeGreaterThan(10);
    List<ProducerRecord<byte[], byte[]>> log = broker.log(RATINGS, 1);
    log.subList(5, log.size()).clear();

    ReplayReport report = run(broker, dataset, ReplayConfig.of("fake"));

    assertThat(report.complete()).isTrue();
    assertThat(report.sent()).isEqualTo(whole.size() - 5);
    assertThat(rows(broker, 1)).isEqualTo(whole);
  }

  @Test
  void shouldLeaveTheCatalogueAloneWhenItResumes() throws InterruptedException {
    FakeBroker broker = new FakeBroker(1);
    run(broker, FakeDataset.of(10), ReplayConfig.of("fake").withLimit(5));

    ReplayReport report = run(broker, FakeDataset.of(10), ReplayConfig.of("fake"));

    assertThat(report.items()).isZero();
    assertThat(broker.log(Topics.ITEMS.name(), 0)).hasSize(1);
    assertThat(rows(broker, 0)).hasSize(10).doesNotHaveDuplicates();
  }

  @Test
  void shouldSendARangeUpToALimit() throws InterruptedException {
    FakeBroker broker = new FakeBroker(1);

    run(broker, FakeDataset.of(100), ReplayConfig.of("fake").withRange("0.2", "0.5").withLimit(3));

    assertThat(rows(broker, 0)).containsExactly(20L, 21L, 22L);
  }

  @Test
  void shouldSendTheWholeRangeWhenTheLimitIsBeyondAnyNumberOfRatings() throws InterruptedException {
    FakeBroker broker = new FakeBroker(1);
    ReplayConfig config = ReplayConfig.of("fake").withRange("0.9", "1").withLimit(Long.MAX_VALUE);

    run(broker, FakeDataset.of(20), config);

    assertThat(rows(broker, 0)).containsExactly(18L, 19L);
  }

  @Test
  void shouldSendMalformedLinesWhenThereIsNoRating() throws InterruptedException {
    MalformedLine line = new MalformedLine("f", 1, "rating", "must be a number", "x", "1::2::x::3");
    FakeBroker broker = new FakeBroker(1);

    ReplayReport report = run(broker, new FakeDataset(0, List.of(line)), ReplayConfig.of("fake"));

    assertThat(report.complete()).isTrue();
    assertThat(broker.log(RATINGS, 0)).extracting(ProducerRecord::timestamp).containsExactly(0L);
  }

  @Test
  void shouldSendARangeOfTime() throws InterruptedException {
    FakeBroker broker = new FakeBroker(1);
    ReplayConfig config =
        ReplayConfig.of("fake").withRange("1970-01-01T00:16:50Z", "1970-01-01T00:16:52.500Z");

    run(broker, FakeDataset.of(100), config);

    assertThat(rows(broker, 0)).containsExactly(10L, 11L, 12L);
  }

  @Test
  void shouldSendMalformedLinesAsTheyAreAfterTheLastRating() throws InterruptedException {
    FakeBroker broker = new FakeBroker(2);
    MalformedLine line = new MalformedLine("f", 3, "rating", "must be a number", "x", "1::2::x::3");

    ReplayReport report =
        run(broker, new FakeDataset(4, List.of(line, line)), ReplayConfig.of("fake"));

    assertThat(report.complete()).isTrue();
    assertThat(report.planned()).isEqualTo(6);
    assertThat(report.malformed()).isEqualTo(2);
    ProducerRecord<byte[], byte[]> last = broker.log(RATINGS, 0).getLast();
    assertThat(last.key()).isNull();
    assertThat(last.value()).isEqualTo("1::2::x::3".getBytes(UTF_8));
    assertThat(last.timestamp()).isEqualTo(FakeDataset.START + 3_000);
    ReplayReport again =
        run(broker, new FakeDataset(4, List.of(line, line)), ReplayConfig.of("fake"));
    assertThat(again.sent()).isZero();
    assertThat(again.complete()).isTrue();
  }

  @Test
  void shouldSendMalformedLinesOfTheCatalogueToTheRejects() throws InterruptedException {
    FakeBroker broker = new FakeBroker(1);
    MalformedLine line =
        new MalformedLine("x/movies.dat", 3, "line", "must have 3 fields", "5::Té", "5::Té");
    FakeDataset dataset = new FakeDataset(4, List.of(line));
    run(broker, dataset, ReplayConfig.of("fake"));
    run(broker, dataset, ReplayConfig.of("fake"));

    List<ProducerRecord<byte[], byte[]>> rejects = broker.log(Topics.REJECTS.name(), 0);
    assertThat(rejects).hasSize(1);
    Reject reject = Topics.REJECTS.codec().decode(rejects.getFirst().value());
    assertThat(new String(rejects.getFirst().key(), UTF_8)).isEqualTo("items.v1--1-3");
    assertThat(reject.getTopic()).isEqualTo("items.v1");
    assertThat(reject.getOffset()).isEqualTo(3);
    assertThat(reject.getCode()).isEqualTo("MALFORMED_LINE");
    assertThat(reject.getReason())
        .isEqualTo("x/movies.dat, line 3: line: must have 3 fields, was \"5::Té\"");
    assertThat(UTF_8.decode(reject.getValue()).toString()).isEqualTo("5::Té");
    assertThat(reject.getValueLength()).isEqualTo(6);
    // printf '5::T\303\251' | sha256sum
    assertThat(reject.getValueSha256())
        .isEqualTo("ad16288e560dc3913732ad99d7ee344eea54e03fce453c82a125240a06ca5f96");
  }

  @Test
  void shouldReportWhatTheTopicLacks() throws InterruptedException {
    ReplayReport report =
        run(new FakeBroker(1).lose(), FakeDataset.of(10), ReplayConfig.of("fake"));

    assertThat(report.complete()).isFalse();
    assertThat(report.mismatches())
        .containsExactly("ratings.v1-0: must hold 10 rows of the range, holds 0");
  }

  @Test
  void shouldTellItsProgressToTheEnd() throws InterruptedException {
    List<ReplayProgress.Status> told = new ArrayList<>();
    ReplayProgress progress =
        new ReplayProgress() {
          @Override
          public void sent(Status status) {
            told.add(status);
          }
        };

    new Replay(FakeDataset.of(10), ReplayConfig.of("fake"), progress, new FakeBroker(1), NOW).run();

    assertThat(told.getLast().sent()).isEqualTo(10);
    assertThat(told.getLast().total()).isEqualTo(10);
    assertThat(told.getLast().eventTime()).isEqualTo(FakeDataset.START + 9_000);
  }

  @Test
  void shouldReplayAnEmptyRange() throws InterruptedException {
    ReplayReport report =
        run(new FakeBroker(1), FakeDataset.of(10), ReplayConfig.of("fake").withRange("0.5", "0.5"));

    assertThat(report.planned()).isZero();
    assertThat(report.complete()).isTrue();
  }

  @Test
  void shouldSayThatTheTopicIsMissing() {
    assertThatThrownBy(() -> run(new FakeBroker(0), FakeDataset.of(1), ReplayConfig.of("fake")))
        .isInstanceOf(UserFault.class)
        .hasMessage(
            "ratings.v1: must exist before a replay, does not; run: millrace topics create");
  }

  @Test
  void shouldRefuseARangeThatEndsBeforeItBegins() {
    ReplayConfig config = ReplayConfig.of("fake").withRange("0.5", "0.4");

    assertThatThrownBy(() -> run(new FakeBroker(1), FakeDataset.of(10), config))
        .isInstanceOf(UserFault.class)
        .hasMessageContaining("to: must not be before from, was \"0.4\"");
  }

  @Test
  void shouldRefuseToGoOnWithOtherRatingsOfTheSameName() throws InterruptedException {
    FakeBroker broker = new FakeBroker(1);
    run(broker, FakeDataset.of(10), ReplayConfig.of("fake"));

    assertThatThrownBy(() -> run(broker, FakeDataset.of(20), ReplayConfig.of("fake")))
        .isInstanceOf(UserFault.class)
        .hasMessageContaining("another data set that is called \"fake\"")
        .hasMessageContaining("fresh topics");
    assertThat(broker.log(RATINGS, 0)).hasSize(10);
  }

  @Test
  void shouldNotResumeFromTheCopiesOfAnErasureThatBrokeOff() throws InterruptedException {
    FakeBroker broker = new FakeBroker(1);
    run(broker, FakeDataset.of(100), ReplayConfig.of("fake").withLimit(80));
    broker.log(RATINGS, 0).subList(0, 40).stream()
        .map(ReplayTest::copy)
        .toList()
        .forEach(broker.log(RATINGS, 0)::add);
    IntStream.range(0, 1_500).forEach(i -> broker.log(RATINGS, 0).add(copy(39, broker)));

    ReplayReport report = run(broker, FakeDataset.of(100), ReplayConfig.of("fake"));

    assertThat(report.alreadyThere()).isEqualTo(80);
    assertThat(report.sent()).isEqualTo(20);
    assertThat(report.complete()).isTrue();
  }

  @Test
  void shouldGoOnAfterAnErasureWithoutMissingWhatItDeleted() throws InterruptedException {
    FakeBroker broker = new FakeBroker(1);
    run(broker, FakeDataset.of(100), ReplayConfig.of("fake").withLimit(80));
    broker.erase(0, "u3", ReplayTest::copy);

    ReplayReport report = run(broker, FakeDataset.of(100), ReplayConfig.of("fake"));

    assertThat(report.mismatches()).isEmpty();
    assertThat(report.sent()).isEqualTo(20);
    assertThat(report.erased()).isEqualTo(16);
    assertThat(report.onTopic()).isEqualTo(84);
    assertThat(report.complete()).isTrue();
  }

  @Test
  void shouldMissRowsThatNoErasureDeleted() throws InterruptedException {
    FakeBroker broker = new FakeBroker(1);
    run(broker, FakeDataset.of(100), ReplayConfig.of("fake"));
    broker.log(RATINGS, 0).remove(50);

    ReplayReport report = run(broker, FakeDataset.of(100), ReplayConfig.of("fake"));

    assertThat(report.mismatches())
        .containsExactly("ratings.v1-0: must hold 100 rows of the range, holds 99");
  }

  private static ProducerRecord<byte[], byte[]> copy(int offset, FakeBroker broker) {
    return copy(broker.log(RATINGS, 0).get(offset));
  }

  private static ProducerRecord<byte[], byte[]> copy(ProducerRecord<byte[], byte[]> record) {
    Headers headers = new RecordHeaders(record.headers()).add("millrace-copy", new byte[16]);
    return new ProducerRecord<>(
        record.topic(),
        record.partition(),
        record.timestamp(),
        record.key(),
        record.value(),
        headers);
  }
}
