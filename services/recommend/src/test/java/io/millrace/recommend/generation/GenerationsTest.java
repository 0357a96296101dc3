package io.millrace.recommend.generation;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.recommend.Records;
import io.millrace.schemas.Control;
import io.millrace.schemas.ControlCommand;
import io.millrace.schemas.GateVerdict;
import io.millrace.schemas.ModelManifest;
import io.millrace.schemas.Topics;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GenerationsTest {
  private final Shelf shelf = new Shelf();
  private final Publication publication = new Publication(shelf);
  private long position = 10;
  private final Generations generations =
      new Generations(shelf, (topic, partition) -> position, NamedModel.factory());

  @AfterEach
  void stop() {
    generations.close();
  }

  private String serving() {
    generations.settle();
    return generations.serving().version();
  }

  private ModelStatus status(String generation) {
    return generations.statuses().stream()
        .filter(s -> s.manifest().getGeneration().equals(generation))
        .findFirst()
        .orElseThrow();
  }

  private void command(ControlCommand command, @Nullable String generation, long at) {
    Control control = new Control(command, generation, "r", "test", at);
    Records.feed(shelf.handlers(), Records.of(Topics.CONTROL, "serving", control, 0, 0));
  }

  @Test
  void shouldServeGenerationZeroWhenNothingIsPublished() {
    assertThat(serving()).isEqualTo("g000000");
    assertThat(generations.modelServes()).isFalse();
  }

  @Test
  void shouldServeNewestAndTellListenersWhenItIsComplete() {
    List<String> told = new ArrayList<>();
    generations.onSwap(() -> told.add(generations.serving().version()));
    publication.publish("g000001");
    assertThat(serving()).isEqualTo("g000001");
    publication.publish("g000002");

    assertThat(serving()).isEqualTo("g000002");
    assertThat(generations.modelServes()).isTrue();
    assertThat(told).containsExactly("g000001", "g000002");
    assertThat(status("g000001").state()).isEqualTo(ModelStatus.State.RESIDENT);
    assertThat(status("g000002").state()).isEqualTo(ModelStatus.State.SERVING);
  }

  @Test
  void shouldKeepTwoResidentWhenThreeArePublished() {
    for (String generation : List.of("g000001", "g000002", "g000003")) {
      publication.publish(generation);
      assertThat(serving()).isEqualTo(generation);
    }

    assertThat(status("g000001").state()).isEqualTo(ModelStatus.State.AVAILABLE);
    assertThat(status("g000002").state()).isEqualTo(ModelStatus.State.RESIDENT);
  }

  @Test
  void shouldKeepServingWhenReaderHasNotPassedTheEnd() {
    publication.publish("g000001");
    assertThat(serving()).isEqualTo("g000001");
    publication.publish("g000002");
    position = 9;

    assertThat(serving()).isEqualTo("g000001");
    assertThat(status("g000002").state()).isEqualTo(ModelStatus.State.INCOMPLETE);

    position = 10;
    assertThat(serving()).isEqualTo("g000002");
  }

  @Test
  void shouldKeepServingAndTellWhyWhenChunkIsMissing() {
    publication.publish("g000001");
    publication.publish("g000002");
    publication.removeChunk("g000002", 1);

    assertThat(serving()).isEqualTo("g000001");
    assertThat(status("g000002").state()).isEqualTo(ModelStatus.State.CORRUPT);
    assertThat(status("g000002").reason()).contains("lacks 1");
  }

  @Test
  void shouldKeepServingAndTellWhyWhenChunkIsCorrupt() {
    publication.publish("g000001");
    publication.publish("g000002");
    publication.chunk("g000002", 1, 2, new byte[] {5});

    assertThat(serving()).isEqualTo("g000001");
    assertThat(status("g000002").reason()).contains("bundleSha256");
  }

  @Test
  void shouldKeepServingAndTellWhyWhenVectorIsCorruptOrTooMany() {
    publication.publish("g000001");
    publication.publish("g000002");
    publication.embedding("g000002", "2", new float[] {0.6f, 0.8f});
    assertThat(serving()).isEqualTo("g000001");
    assertThat(status("g000002").reason()).contains("embeddingSha256");

    publication.embedding("g000002", "3", new float[] {1, 0});
    assertThat(serving()).isEqualTo("g000001");
    assertThat(status("g000002").reason()).contains("embeddingRows: must be 2, are 3");
  }

  @Test
  void shouldServeWhenCorruptGenerationIsMended() {
    publication.publish("g000001");
    publication.removeChunk("g000001", 0);
    assertThat(serving()).isEqualTo("g000000");

    publication.chunk("g000001", 0, 2, new byte[] {1, 2, 3});
    assertThat(serving()).isEqualTo("g000001");
    assertThat(status("g000001").reason()).isNull();
  }

  /** Looks at the shelf in the middle of the record being handled, as the builder's thread may. */
  private final class LookedAtMeanwhile extends ConsumerRecord<byte[], byte[]> {
    LookedAtMeanwhile(ConsumerRecord<byte[], byte[]> record) {
      super(record.topic(), record.partition(), record.offset(), record.key(), record.value());
    }

    @Override
    public byte[] value() {
      generations.settleIfChanged();
      return super.value();
    }
  }

  @Test
  void shouldServeWhenLookedAtWhileTheLastRecordWasHandled() {
    ModelManifest manifest = publication.rows("g000001");
    Records.feed(
        shelf.handlers(),
        new LookedAtMeanwhile(Records.of(Topics.MODEL_MANIFESTS, "g000001", manifest, 0, 0)));

    generations.settleIfChanged();

    assertThat(generations.serving().version()).isEqualTo("g000001");
  }

  @Test
  void shouldKeepServingAndTryOnceWhenBuildThrows() {
    List<String> tried = new ArrayList<>();
    ModelFactory failing =
        new ModelFactory() {
          @Override
          public ServingModel zero() {
            return NamedModel.factory().zero();
          }

          @Override
          public ServingModel build(Parcel parcel) {
            String generation = parcel.manifest().getGeneration();
            tried.add(generation);
            if (generation.equals("g000002")) {
              throw new IllegalStateException("no such tensor");
            }
            return NamedModel.factory().build(parcel);
          }
        };
    try (Generations fragile = new Generations(shelf, (topic, partition) -> position, failing)) {
      publication.publish("g000001");
      publication.publish("g000002");
      fragile.settle();
      fragile.settle();

      assertThat(fragile.serving().version()).isEqualTo("g000001");
      assertThat(tried).containsExactly("g000002", "g000001");
      ModelStatus newest = fragile.statuses().getFirst();
      assertThat(newest.state()).isEqualTo(ModelStatus.State.CORRUPT);
      assertThat(newest.reason()).contains("no such tensor");
    }
  }

  @Test
  void shouldNotServeWhenGateRefused() {
    publication.put(Publication.manifest("g000001", GateVerdict.REFUSED, "no better"));

    assertThat(serving()).isEqualTo("g000000");
    assertThat(status("g000001").state()).isEqualTo(ModelStatus.State.REFUSED);
  }

  @Test
  void shouldHoldPinnedGenerationUntilUnpinned() {
    publication.publish("g000001");
    publication.publish("g000002");
    command(ControlCommand.PIN, "g000001", 5000);
    assertThat(serving()).isEqualTo("g000001");
    assertThat(generations.pinned()).isEqualTo("g000001");
    publication.publish("g000009");
    assertThat(serving()).isEqualTo("g000001");

    command(ControlCommand.UNPIN, null, 6000);
    assertThat(serving()).isEqualTo("g000009");
  }

  @Test
  void shouldServeTheOneBeforeUntilANewerComesWhenRolledBack() {
    publication.publish("g000001");
    publication.publish("g000002");
    assertThat(serving()).isEqualTo("g000002");
    // g000002 was created at 2000: the command comes after it, and before g000003.
    command(ControlCommand.ROLL_BACK, null, 2500);
    assertThat(serving()).isEqualTo("g000001");

    publication.publish("g000003");
    assertThat(serving()).isEqualTo("g000003");
  }

  @Test
  void shouldServeTheOneBeforeWhenServingOneIsRetired() {
    publication.publish("g000001");
    publication.publish("g000002");
    assertThat(serving()).isEqualTo("g000002");

    publication.retire("g000002");
    assertThat(serving()).isEqualTo("g000001");
    publication.retire("g000001");
    assertThat(serving()).isEqualTo("g000000");
  }
}
