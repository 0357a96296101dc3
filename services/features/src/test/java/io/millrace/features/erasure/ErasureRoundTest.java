package io.millrace.features.erasure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.features.registry.RatingReader;
import io.millrace.schemas.RatingEvent;
import io.millrace.schemas.Topics;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;

class ErasureRoundTest {
  private final FakeCluster cluster = new FakeCluster();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private BooleanSupplier leader = () -> true;

  @Test
  void shouldCountWhatEndsWhole() throws Exception {
    deleteSomebody();

    assertThat(round(cluster).run()).as("to be gone on with").isFalse();

    assertThat(count("people")).isEqualTo(1);
    assertThat(count("completed")).isEqualTo(1);
    assertThat(cluster.rolled).contains(Topics.RATINGS.name(), Topics.USERS.name());
  }

  @Test
  void shouldCountARoundInWhichThereWasNothingToDo() throws Exception {
    round(cluster).run();

    assertThat(count("completed")).isEqualTo(1);
  }

  @Test
  void shouldNotCountPeopleErasedWhoseTracesCannotBeCompacted() {
    deleteSomebody();
    FakeCluster refusing = new FakeCluster();
    refusing.append(Topics.USERS, "bob", null);
    refusing.refuseToRoll = new KafkaException("no right to roll");

    assertThatThrownBy(() -> round(refusing).run()).isInstanceOf(KafkaException.class);

    assertThat(count("people")).isEqualTo(1);
    assertThat(count("completed")).isZero();
  }

  @Test
  void shouldDoNothingOnAnInstanceThatIsNotTheLeader() throws Exception {
    deleteSomebody();
    leader = () -> false;

    round(cluster).run();

    assertThat(count("people")).isZero();
    assertThat(count("completed")).isZero();
    assertThat(cluster.rolled).isEmpty();
  }

  @Test
  void shouldNotCountARoundThatLeavesPeople() throws Exception {
    leader =
        () -> {
          deleteSomebody();
          return true;
        };

    assertThat(round(cluster).run()).as("to be gone on with").isTrue();

    assertThat(count("people")).isEqualTo(5);
    assertThat(count("completed")).isZero();
  }

  /** A round whose compaction asks other brokers than its erasure. */
  private ErasureRound round(FakeCluster compacted) {
    ErasureMetrics metrics = new ErasureMetrics(registry);
    return new ErasureRound(
        new Erasure(
            cluster,
            RatingReader.withoutRegistry(),
            new StreamProgress(cluster, "app", "app-experiments", System::nanoTime),
            1_000_000,
            metrics),
        new Compaction(compacted, Set.of()),
        leader,
        metrics);
  }

  private void deleteSomebody() {
    cluster.append(
        Topics.RATINGS, "bob", new RatingEvent("bob", "1", 4.0, 1_000_000_000_000L, "e"));
    cluster.append(Topics.USERS, "bob", null);
  }

  private double count(String what) {
    return registry.get("millrace.features.erasure." + what).counter().count();
  }
}
