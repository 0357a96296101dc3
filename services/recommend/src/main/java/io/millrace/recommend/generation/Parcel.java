package io.millrace.recommend.generation;

import io.millrace.model.bundle.Bundle;
import io.millrace.model.bundle.BundleChunks;
import io.millrace.model.bundle.BundleDelta;
import io.millrace.model.bundle.BundleFault;
import io.millrace.schemas.ModelDelta;
import io.millrace.schemas.ModelManifest;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A generation as it came over the topics, held against its manifest: every row counted, every
 * digest equal. Of one that was published as a delta, the whole that comes of laying it over its
 * base.
 *
 * @param manifest the table of contents
 * @param vectors unit vectors by item id, little-endian float32
 * @param bundle the whole bundle's bytes
 */
@SuppressWarnings("ArrayRecordComponent")
public record Parcel(ModelManifest manifest, SortedMap<String, byte[]> vectors, byte[] bundle) {

  /**
   * Opens a parcel.
   *
   * @param vectors rows read so far
   * @param chunks slices read so far, by index
   * @throws GenerationFault naming what differs from the manifest
   */
  static Parcel verified(
      ModelManifest manifest, Map<String, byte[]> vectors, Map<Integer, byte[]> chunks) {
    return checked(
        new Parcel(
            manifest, new TreeMap<>(vectors), joined(manifest, chunks, manifest.getBundleBytes())));
  }

  /**
   * Opens a delta's parcel.
   *
   * @param base as the manifest names it
   * @param vectors rows read so far
   * @param chunks slices read so far, by index
   * @throws GenerationFault naming what differs from the manifest
   */
  static Parcel laidOver(
      Parcel base,
      ModelManifest manifest,
      ModelDelta delta,
      Map<String, byte[]> vectors,
      Map<Integer, byte[]> chunks) {
    ModelManifest under = base.manifest();
    requireEqual("delta.baseBundleSha256", delta.getBaseBundleSha256(), under.getBundleSha256());
    requireEqual(
        "delta.baseEmbeddingSha256", delta.getBaseEmbeddingSha256(), under.getEmbeddingSha256());
    requireRows("delta.embeddingRows", delta.getEmbeddingRows(), vectors.size());
    SortedMap<String, byte[]> all = new TreeMap<>(base.vectors());
    all.putAll(vectors);
    return checked(new Parcel(manifest, all, patched(base, manifest, delta, chunks)));
  }

  private static byte[] patched(
      Parcel base, ModelManifest manifest, ModelDelta delta, Map<Integer, byte[]> chunks) {
    byte[] bytes = joined(manifest, chunks, delta.getBundleBytes());
    try {
      return BundleDelta.apply(Bundle.read(base.bundle()), Bundle.read(bytes)).write();
    } catch (BundleFault | IllegalArgumentException | ArithmeticException e) {
      throw new GenerationFault(String.valueOf(e.getMessage()), e);
    }
  }

  private static Parcel checked(Parcel parcel) {
    checkVectors(parcel.manifest(), parcel.vectors());
    requireEqual(
        "bundleSha256", parcel.manifest().getBundleSha256(), hex(sha256(List.of(parcel.bundle()))));
    return parcel;
  }

  private static void requireRows(String field, long expected, int found) {
    if (found != expected) {
      throw new GenerationFault("%s: must be %d, are %d".formatted(field, expected, found));
    }
  }

  private static void checkVectors(ModelManifest manifest, SortedMap<String, byte[]> vectors) {
    requireRows("embeddingRows", manifest.getEmbeddingRows(), vectors.size());
    int bytes = manifest.getDimension() * Float.BYTES;
    vectors.forEach(
        (item, vector) -> {
          if (vector.length != bytes) {
            throw new GenerationFault(
                "vector of item %s: must have %d bytes, has %d"
                    .formatted(item, bytes, vector.length));
          }
        });
    requireEqual("embeddingSha256", manifest.getEmbeddingSha256(), hex(sha256(vectors.values())));
  }

  private static byte[] joined(ModelManifest manifest, Map<Integer, byte[]> chunks, long bytes) {
    List<byte @Nullable []> ordered = new ArrayList<>();
    for (int i = 0; i < manifest.getChunks(); i++) {
      ordered.add(chunks.get(i));
    }
    try {
      return BundleChunks.join(ordered, bytes);
    } catch (BundleFault e) {
      throw new GenerationFault(String.valueOf(e.getMessage()), e);
    }
  }

  private static void requireEqual(String field, String expected, String found) {
    if (!expected.equals(found)) {
      throw new GenerationFault("%s: must be %s, is %s".formatted(field, expected, found));
    }
  }

  private static byte[] sha256(Iterable<byte[]> parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      parts.forEach(digest::update);
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
