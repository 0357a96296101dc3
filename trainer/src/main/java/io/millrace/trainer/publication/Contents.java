package io.millrace.trainer.publication;

import io.millrace.model.bundle.Bundle;
import io.millrace.model.bundle.BundleDelta;
import io.millrace.model.retrieval.ItemIndex;
import io.millrace.model.retrieval.ItemTower;
import io.millrace.schemas.Item;
import io.millrace.schemas.ModelDelta;
import io.millrace.schemas.ModelManifest;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a generation brings to the topics, and what its manifest says of it: the whole of it, or
 * what is laid over a base. Immutable as long as nobody changes an array.
 */
@SuppressWarnings("ArrayRecordComponent")
public record Contents(
    SortedMap<String, float[]> vectors,
    byte[] bundle,
    int dimension,
    long wholeRows,
    String wholeVectorsDigest,
    long wholeBytes,
    String wholeDigest,
    @Nullable ModelDelta delta) {
  /** So far an item's unit vector may be from the base's, by length, and the base's be kept. */
  static final double TOLERANCE = 1e-4;

  /** A delta of more than this share of the whole's bytes does not pay: the whole is published. */
  private static final double MOST = 0.5;

  /**
   * A generation on the topics, published whole.
   *
   * @param vectors as published, by item id
   */
  public record Whole(ModelManifest manifest, Bundle bundle, SortedMap<String, float[]> vectors) {}

  /**
   * The whole of a generation.
   *
   * @param catalogue items to give vectors of
   */
  public static Contents whole(Bundle bundle, List<Item> catalogue) {
    return of(vectors(bundle, catalogue), bundle.write());
  }

  private static Contents of(SortedMap<String, float[]> vectors, byte[] bytes) {
    return new Contents(
        vectors,
        bytes,
        vectors.isEmpty() ? 0 : vectors.firstEntry().getValue().length,
        vectors.size(),
        digest(vectors),
        bytes.length,
        digest(bytes),
        null);
  }

  /**
   * What is to be laid over a base: vectors that differ by more than {@link #TOLERANCE} or are new,
   * rows of weights that differ at all. Vectors of items that have left the catalogue stay the
   * base's. Where that is more than half of the whole, the whole.
   *
   * @param catalogue items to give vectors of
   */
  public static Contents over(Whole base, Bundle bundle, List<Item> catalogue) {
    SortedMap<String, float[]> all = vectors(bundle, catalogue);
    SortedMap<String, float[]> laid = new TreeMap<>(base.vectors());
    SortedMap<String, float[]> own = new TreeMap<>();
    all.forEach(
        (id, vector) -> {
          if (differs(laid.get(id), vector)) {
            own.put(id, vector);
          }
        });
    laid.putAll(own);
    byte[] delta = BundleDelta.between(base.bundle(), bundle).write();
    Contents whole = of(laid, bundle.write());
    return bytes(own) + delta.length > MOST * (bytes(all) + whole.wholeBytes())
        ? of(all, whole.bundle())
        : whole.over(base.manifest(), own, delta);
  }

  private Contents over(ModelManifest base, SortedMap<String, float[]> own, byte[] bytes) {
    ModelDelta laidOver =
        new ModelDelta(
            base.getGeneration(),
            base.getBundleSha256(),
            base.getEmbeddingSha256(),
            (long) own.size(),
            (long) bytes.length);
    return new Contents(
        own, bytes, dimension, wholeRows, wholeVectorsDigest, wholeBytes, wholeDigest, laidOver);
  }

  private static boolean differs(float @Nullable [] before, float[] vector) {
    return before == null
        || before.length != vector.length
        || Math.sqrt(squaredDistance(before, vector)) > TOLERANCE;
  }

  private static double squaredDistance(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += ((double) a[i] - b[i]) * ((double) a[i] - b[i]);
    }
    return sum;
  }

  private static SortedMap<String, float[]> vectors(Bundle bundle, List<Item> catalogue) {
    float[][] vectors = ItemTower.embedAll(bundle, catalogue);
    SortedMap<String, float[]> byId = new TreeMap<>();
    for (int i = 0; i < vectors.length; i++) {
      byId.put(catalogue.get(i).getItemId(), vectors[i]);
    }
    return byId;
  }

  private static long bytes(SortedMap<String, float[]> vectors) {
    return vectors.values().stream().mapToLong(v -> (long) v.length * Float.BYTES).sum();
  }

  private static String digest(SortedMap<String, float[]> vectors) {
    MessageDigest digest = sha256();
    vectors.values().forEach(vector -> digest.update(ItemIndex.toBytes(vector)));
    return HexFormat.of().formatHex(digest.digest());
  }

  private static String digest(byte[] bytes) {
    return HexFormat.of().formatHex(sha256().digest(bytes));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
