package io.millrace.trainer.publication;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.model.bundle.Bundle;
import io.millrace.model.bundle.BundleDelta;
import io.millrace.model.bundle.Tensor;
import io.millrace.model.encode.FeatureEncoder;
import io.millrace.model.retrieval.ItemIndex;
import io.millrace.schemas.GateVerdict;
import io.millrace.schemas.Item;
import io.millrace.schemas.ItemEmbedding;
import io.millrace.schemas.Judgement;
import io.millrace.schemas.ModelChunk;
import io.millrace.schemas.ModelDelta;
import io.millrace.schemas.ModelManifest;
import io.millrace.schemas.Provenance;
import io.millrace.schemas.Topics;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class ContentsTest {
  private static final int DIM = 4;
  private static final List<Item> CATALOGUE =
      IntStream.range(0, 30)
          .mapToObj(i -> new Item("i%02d".formatted(i), "T", 1990, List.of(), Map.of(), true, null))
          .toList();
  private static final FeatureEncoder ENCODER = FeatureEncoder.fit(CATALOGUE, List.of());
  private static final Bundle UNDER = bundle(-1);

  /**
   * An item tower of two layers, tables; one item's row and one user's are others than in UNDER.
   */
  private static Bundle bundle(int moved) {
    SplittableRandom random = new SplittableRandom(3);
    List<Tensor> tensors = new ArrayList<>();
    tensors.add(random("item.table", 1 + CATALOGUE.size(), DIM, random));
    tensors.add(random("user.table", 101, DIM, random));
    tensors.add(random("item.0.W", DIM + ENCODER.itemWidth(), DIM, random));
    for (String vector : List.of("b", "gamma", "beta", "mean")) {
      tensors.add(random("item.0." + vector, 1, DIM, random));
    }
    tensors.add(new Tensor("item.0.var", 1, DIM, new float[] {1, 1, 1, 1}));
    tensors.add(random("item.1.W", DIM, DIM, random));
    tensors.add(random("item.1.b", 1, DIM, random));
    if (moved >= 0) {
      tensors.get(0).values()[(1 + moved) * DIM] += 0.5f;
      tensors.get(1).values()[7 * DIM] += 0.5f;
    }
    return new Bundle(CATALOGUE.stream().map(Item::getItemId).toList(), ENCODER, tensors, Map.of());
  }

  private static Tensor random(String name, int rows, int columns, SplittableRandom random) {
    float[] values = new float[rows * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return new Tensor(name, rows, columns, values);
  }

  private static Contents.Whole base() {
    Contents whole = Contents.whole(UNDER, CATALOGUE);
    ModelManifest manifest = new ModelManifest();
    manifest.setGeneration("g000001");
    manifest.setBundleSha256(whole.wholeDigest());
    manifest.setEmbeddingSha256(whole.wholeVectorsDigest());
    return new Contents.Whole(manifest, UNDER, whole.vectors());
  }

  @Test
  void shouldBringWhatHasChangedOnlyAndTellOfTheWhole() {
    Bundle whole = bundle(5);
    Contents contents = Contents.over(base(), whole, CATALOGUE);
    Contents all = Contents.whole(whole, CATALOGUE);

    assertThat(contents.vectors()).containsOnlyKeys("i05");
    assertThat(contents.wholeRows()).isEqualTo(30);
    assertThat(contents.wholeVectorsDigest()).isEqualTo(all.wholeVectorsDigest());
    assertThat(contents.wholeDigest()).isEqualTo(all.wholeDigest());
    assertThat(contents.wholeBytes()).isEqualTo(whole.write().length);
    ModelDelta delta = Objects.requireNonNull(contents.delta());
    assertThat(delta.getBase()).isEqualTo("g000001");
    assertThat(delta.getBaseBundleSha256()).isEqualTo(base().manifest().getBundleSha256());
    assertThat(delta.getEmbeddingRows()).isEqualTo(1);
    assertThat(delta.getBundleBytes()).isEqualTo(contents.bundle().length);
    assertThat(contents.bundle().length).isLessThan((int) (contents.wholeBytes() / 2));
    assertThat(BundleDelta.apply(UNDER, Bundle.read(contents.bundle())).write())
        .isEqualTo(whole.write());
  }

  @Test
  void shouldBringNewItemsAndKeepVectorsOfThoseThatLeft() {
    List<Item> later = new ArrayList<>(CATALOGUE.subList(1, 30));
    later.add(new Item("new", "T", 2000, List.of(), Map.of(), true, null));

    Contents contents = Contents.over(base(), bundle(-1), later);

    assertThat(contents.vectors()).containsOnlyKeys("new");
    assertThat(contents.wholeRows()).isEqualTo(31);
  }

  @Test
  void shouldBringTheWholeWhereADeltaDoesNotPay() {
    Bundle other = bundle(5);
    for (Tensor tensor : other.tensors()) {
      for (int i = 0; i < tensor.values().length; i++) {
        tensor.values()[i] += 1;
      }
    }

    Contents contents = Contents.over(base(), other, CATALOGUE);

    assertThat(contents.delta()).isNull();
    assertThat(contents.vectors()).hasSize(30);
    assertThat(contents.bundle()).isEqualTo(other.write());
    assertThat(contents.wholeBytes()).isEqualTo(contents.bundle().length);
  }

  /** What is read off the topics and laid over the base is what the manifest tells of. */
  @Test
  void shouldBeReadBackAsItsManifestTells() throws Exception {
    MockProducer<byte[], byte[]> producer =
        new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    Contents.Whole base = base();
    ModelManifest manifest =
        new Publication(producer)
            .publish(
                "g000002",
                Contents.over(base, bundle(5), CATALOGUE),
                new Judgement(Map.of(), Map.of(), Map.of(), Map.of(), Map.of()),
                new Provenance("fused", "cpu", Map.of(), "", 1L, "", "", "", 10L, 1.0),
                5);

    assertThat(manifest.getVerdict()).isEqualTo(GateVerdict.PUBLISHED);
    assertThat(producer.history().getLast().topic()).isEqualTo(Topics.MODEL_MANIFESTS.name());
    TreeMap<String, float[]> vectors = new TreeMap<>(base.vectors());
    List<Bundle> deltas = new ArrayList<>();
    producer
        .history()
        .forEach(
            sent -> {
              if (sent.topic().equals(Topics.ITEM_EMBEDDINGS.name())) {
                ItemEmbedding row = Topics.ITEM_EMBEDDINGS.codec().decode(sent.value());
                vectors.put(row.getItemId(), ItemIndex.fromBytes(row.getVector()));
              } else if (sent.topic().equals(Topics.MODEL_CHUNKS.name())) {
                ModelChunk chunk = Topics.MODEL_CHUNKS.codec().decode(sent.value());
                byte[] bytes = new byte[chunk.getData().remaining()];
                chunk.getData().get(bytes);
                deltas.add(Bundle.read(bytes));
              }
            });
    assertThat(vectors).hasSize(Math.toIntExact(manifest.getEmbeddingRows()));
    assertThat(deltas).hasSize(1);
    byte[] whole = BundleDelta.apply(base.bundle(), deltas.getFirst()).write();
    assertThat(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(whole)))
        .isEqualTo(manifest.getBundleSha256());
  }
}
