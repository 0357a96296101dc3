package io.millrace.recommend.generation;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.model.bundle.Bundle;
import io.millrace.model.bundle.BundleDelta;
import io.millrace.model.bundle.Tensor;
import io.millrace.model.encode.FeatureEncoder;
import io.millrace.model.retrieval.ItemIndex;
import io.millrace.recommend.Records;
import io.millrace.schemas.Control;
import io.millrace.schemas.ControlCommand;
import io.millrace.schemas.ModelManifest;
import io.millrace.schemas.Topics;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeltaTest {
  private static final FeatureEncoder ENCODER = FeatureEncoder.fit(List.of(), List.of());
  private static final Bundle UNDER = bundle(1, 2, 3);
  private static final Bundle WHOLE = bundle(1, 9, 3);

  private final Shelf shelf = new Shelf();
  private final Publication publication = new Publication(shelf);
  private final List<Parcel> built = new ArrayList<>();
  private long position = 10;
  private final Generations generations =
      new Generations(shelf, (topic, partition) -> position, recording());
  private ModelManifest base = new ModelManifest();

  private ModelFactory recording() {
    return new ModelFactory() {
      @Override
      public ServingModel zero() {
        return NamedModel.factory().zero();
      }

      @Override
      public ServingModel build(Parcel parcel) {
        built.add(parcel);
        return NamedModel.factory().build(parcel);
      }
    };
  }

  private static Bundle bundle(float... rows) {
    return new Bundle(
        List.of("1", "2"), ENCODER, List.of(new Tensor("w", rows.length, 1, rows)), Map.of());
  }

  @BeforeEach
  void publishBase() {
    base = publication.publish("g000001", UNDER);
    assertThat(serving()).isEqualTo("g000001");
  }

  @AfterEach
  void stop() {
    generations.close();
  }

  private String serving() {
    generations.settle();
    return generations.serving().version();
  }

  private void vectors(String generation) {
    Publication.moved().forEach((id, vector) -> publication.embedding(generation, id, vector));
  }

  private void weights(String generation) {
    publication.chunk(generation, 0, 1, BundleDelta.between(UNDER, WHOLE).write());
  }

  private ModelManifest publish(String generation) {
    vectors(generation);
    weights(generation);
    ModelManifest manifest = publication.delta(generation, base, UNDER, WHOLE);
    publication.put(manifest);
    return manifest;
  }

  private ModelStatus newest() {
    return generations.statuses().getFirst();
  }

  @Test
  void shouldServeTheWholeThatComesOfLayingADeltaOverItsBase() {
    publish("g000002");

    assertThat(serving()).isEqualTo("g000002");
    Parcel parcel = built.getLast();
    assertThat(parcel.bundle()).isEqualTo(WHOLE.write());
    assertThat(parcel.vectors()).containsOnlyKeys("1", "2", "3");
    assertThat(vector(parcel, "1")).containsExactly(1, 0);
    assertThat(vector(parcel, "2")).containsExactly(0.6f, 0.8f);
    assertThat(built.getFirst().vectors()).containsOnlyKeys("1", "2");
    assertThat(vector(built.getFirst(), "2")).containsExactly(0, 1);
  }

  private static float[] vector(Parcel parcel, String id) {
    return ItemIndex.fromBytes(ByteBuffer.wrap(Objects.requireNonNull(parcel.vectors().get(id))));
  }

  @Test
  void shouldKeepTheBaseServingUntilTheLastRowIsThere() {
    publication.embedding("g000002", "2", new float[] {0.6f, 0.8f});
    weights("g000002");
    assertThat(serving()).isEqualTo("g000001"); // broken off: no manifest

    publication.put(publication.delta("g000002", base, UNDER, WHOLE));
    assertThat(serving()).isEqualTo("g000001");
    assertThat(newest().reason()).isEqualTo("delta.embeddingRows: must be 2, are 1");

    publication.embedding("g000002", "3", new float[] {-1, 0});
    assertThat(serving()).isEqualTo("g000002");
  }

  @Test
  void shouldWaitWhileTheReaderHasNotPassedTheEndOfDeltaOrBase() {
    position = 9;
    publish("g000002");
    assertThat(serving()).isEqualTo("g000001");
    assertThat(newest().state()).isEqualTo(ModelStatus.State.INCOMPLETE);

    position = 10;
    assertThat(serving()).isEqualTo("g000002");
  }

  @Test
  void shouldRefuseInWordsWhenTheWeightsAreBrokenOff() {
    vectors("g000002");
    publication.put(publication.delta("g000002", base, UNDER, WHOLE));

    assertThat(serving()).isEqualTo("g000001");
    assertThat(newest().reason()).contains("lacks 0");
  }

  @Test
  void shouldRefuseInWordsWhenTheBaseIsAnother() {
    ModelManifest manifest = publish("g000002");
    Objects.requireNonNull(manifest.getDelta()).setBaseBundleSha256("feed");
    publication.put(manifest);

    assertThat(serving()).isEqualTo("g000001");
    assertThat(newest().state()).isEqualTo(ModelStatus.State.CORRUPT);
    assertThat(newest().reason()).startsWith("delta.baseBundleSha256: must be feed, is ");
  }

  @Test
  void shouldRefuseInWordsWhenTheBaseIsADeltaItself() {
    publish("g000002");
    assertThat(serving()).isEqualTo("g000002");
    ModelManifest over = publish("g000003");
    Objects.requireNonNull(over.getDelta()).setBase("g000002");
    publication.put(over);

    assertThat(serving()).isEqualTo("g000002");
    assertThat(newest().reason())
        .isEqualTo("delta.base: g000002 must be published whole, is a delta itself");
  }

  @Test
  void shouldRefuseInWordsWhenTheBaseIsRetiredAndAnotherWholeServes() {
    publication.publish("g000002", UNDER);
    publish("g000003");
    publication.retire("g000001");

    assertThat(serving()).isEqualTo("g000002");
    assertThat(newest().reason())
        .isEqualTo("delta.base: g000001 must be on the topics, has been retired");
  }

  @Test
  void shouldGoOnServingADeltaWhoseBaseIsRetiredOnceItIsBuilt() {
    publish("g000002");
    assertThat(serving()).isEqualTo("g000002");
    publication.retire("g000001");

    assertThat(serving()).isEqualTo("g000002");
  }

  @Test
  void shouldRollBackToTheBaseWithoutBuildingIt() {
    publish("g000002");
    assertThat(serving()).isEqualTo("g000002");
    int builds = built.size();
    Control back = new Control(ControlCommand.ROLL_BACK, null, "r", "test", 9000L);
    Records.feed(shelf.handlers(), Records.of(Topics.CONTROL, "serving", back, 0, 0));

    assertThat(serving()).isEqualTo("g000001");
    assertThat(built).hasSize(builds);
  }
}
