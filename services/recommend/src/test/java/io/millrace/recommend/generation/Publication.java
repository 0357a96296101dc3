package io.millrace.recommend.generation;

import io.millrace.model.bundle.Bundle;
import io.millrace.model.bundle.BundleDelta;
import io.millrace.model.retrieval.ItemIndex;
import io.millrace.recommend.Records;
import io.millrace.schemas.GateVerdict;
import io.millrace.schemas.ItemEmbedding;
import io.millrace.schemas.Judgement;
import io.millrace.schemas.Keys;
import io.millrace.schemas.ModelChunk;
import io.millrace.schemas.ModelDelta;
import io.millrace.schemas.ModelManifest;
import io.millrace.schemas.Provenance;
import io.millrace.schemas.TopicPosition;
import io.millrace.schemas.Topics;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Publishes small generations onto a shelf, by hand. */
public final class Publication {
  private final Shelf shelf;

  /** Onto this shelf. */
  public Publication(Shelf shelf) {
    this.shelf = shelf;
  }

  /** Two vectors of two floats. */
  static SortedMap<String, float[]> vectors() {
    SortedMap<String, float[]> vectors = new TreeMap<>();
    vectors.put("1", new float[] {1, 0});
    vectors.put("2", new float[] {0, 1});
    return vectors;
  }

  /** A manifest without rows. */
  public static ModelManifest manifest(
      String generation, GateVerdict verdict, @Nullable String refusal) {
    return manifest(generation, verdict, refusal, new TreeMap<>(), List.of(), 0);
  }

  /** A whole generation, whose last records lie at offset 9 of their partitions. */
  public ModelManifest publish(String generation) {
    ModelManifest manifest = rows(generation);
    put(manifest);
    return manifest;
  }

  /** A whole generation with a real bundle; two vectors. */
  ModelManifest publish(String generation, Bundle bundle) {
    List<byte[]> chunks = List.of(bundle.write());
    ModelManifest manifest =
        manifest(generation, GateVerdict.PUBLISHED, null, vectors(), chunks, 10);
    vectors().forEach((item, vector) -> embedding(generation, item, vector));
    chunk(generation, 0, 1, chunks.getFirst());
    put(manifest);
    return manifest;
  }

  /** A delta that moves item 2 and brings item 3; all but its rows, which are to be put. */
  ModelManifest delta(String generation, ModelManifest base, Bundle under, Bundle whole) {
    SortedMap<String, float[]> vectors = vectors();
    vectors.putAll(moved());
    ModelManifest manifest =
        manifest(generation, GateVerdict.PUBLISHED, null, vectors, List.of(whole.write()), 10);
    manifest.setDelta(
        new ModelDelta(
            base.getGeneration(),
            base.getBundleSha256(),
            base.getEmbeddingSha256(),
            2L,
            (long) BundleDelta.between(under, whole).write().length));
    return manifest;
  }

  /** What the delta has of its own. */
  static SortedMap<String, float[]> moved() {
    SortedMap<String, float[]> moved = new TreeMap<>();
    moved.put("2", new float[] {0.6f, 0.8f});
    moved.put("3", new float[] {-1, 0});
    return moved;
  }

  /** The same but for the manifest, which is returned. */
  ModelManifest rows(String generation) {
    List<byte[]> chunks = List.of(new byte[] {1, 2, 3}, new byte[] {4});
    ModelManifest manifest =
        manifest(generation, GateVerdict.PUBLISHED, null, vectors(), chunks, 10);
    vectors().forEach((item, vector) -> embedding(generation, item, vector));
    for (int i = 0; i < chunks.size(); i++) {
      chunk(generation, i, chunks.size(), chunks.get(i));
    }
    return manifest;
  }

  void put(ModelManifest manifest) {
    String generation = manifest.getGeneration();
    Records.feed(shelf.handlers(), Records.of(Topics.MODEL_MANIFESTS, generation, manifest, 0, 0));
  }

  /** Takes a generation back, as the trainer does with old ones. */
  public void retire(String generation) {
    Records.feed(
        shelf.handlers(), Records.of(Topics.MODEL_MANIFESTS, generation, (byte[]) null, 0, 0));
  }

  void embedding(String generation, String item, float[] vector) {
    ItemEmbedding row = new ItemEmbedding(generation, item, ItemIndex.toBytes(vector));
    Records.feed(
        shelf.handlers(),
        Records.of(Topics.ITEM_EMBEDDINGS, Keys.embedding(generation, item), row, 0, 0));
  }

  void chunk(String generation, int index, int count, byte[] data) {
    ModelChunk chunk = new ModelChunk(generation, index, count, ByteBuffer.wrap(data));
    Records.feed(
        shelf.handlers(),
        Records.of(Topics.MODEL_CHUNKS, Keys.chunk(generation, index), chunk, 0, 0));
  }

  void removeChunk(String generation, int index) {
    Records.feed(
        shelf.handlers(),
        Records.of(Topics.MODEL_CHUNKS, Keys.chunk(generation, index), (byte[]) null, 0, 0));
  }

  static ModelManifest manifest(
      String generation,
      GateVerdict verdict,
      @Nullable String refusal,
      SortedMap<String, float[]> vectors,
      List<byte[]> chunks,
      long end) {
    MessageDigest rows = sha256();
    vectors.values().forEach(vector -> rows.update(ItemIndex.toBytes(vector)));
    MessageDigest bundle = sha256();
    chunks.forEach(bundle::update);
    long number = Long.parseLong(generation.substring(1));
    return new ModelManifest(
        generation,
        verdict,
        refusal,
        Bundle.LAYOUT_VERSION,
        number * 1000,
        2,
        (long) vectors.size(),
        HexFormat.of().formatHex(rows.digest()),
        chunks.size(),
        chunks.stream().mapToLong(c -> c.length).sum(),
        HexFormat.of().formatHex(bundle.digest()),
        List.of(
            new TopicPosition(Topics.ITEM_EMBEDDINGS.name(), 0, end),
            new TopicPosition(Topics.MODEL_CHUNKS.name(), 0, end)),
        new Judgement(
            Map.of("ndcg@10", 0.1), Map.of("ndcg@10", 0.02), Map.of(), Map.of(), Map.of()),
        new Provenance("dl4j", "cpu", Map.of(), "", 1L, "test", "jvm", "hw", 10L, 1.5),
        null);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
