package io.millrace.recommend.generation;

import io.millrace.model.bundle.BundleChunks;
import io.millrace.model.bundle.BundleFault;
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
 * digest equal.
 *
 * @param manifest the table of contents
 * @param vectors unit vectors by item id, little-endian float32
 * @param bundle the bundle's bytes
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
    SortedMap<String, byte[]> sorted = new TreeMap<>(vectors);
    checkVectors(manifest, sorted);
    byte[] bundle = bundle(manifest, chunks);
    requireEqual("bundleSha256", manifest.getBundleSha256(), hex(sha256(List.of(bundle))));
    return new Parcel(manifest, sorted, bundle);
  }

  private static void checkVectors(ModelManifest manifest, SortedMap<String, byte[]> vectors) {
    if (vectors.size() != manifest.getEmbeddingRows()) {
      throw new GenerationFault(
          "embeddingRows: must be %d, are %d"
              .formatted(manifest.getEmbeddingRows(), vectors.size()));
    }
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

  private static byte[] bundle(ModelManifest manifest, Map<Integer, byte[]> chunks) {
    List<byte @Nullable []> ordered = new ArrayList<>();
    for (int i = 0; i < manifest.getChunks(); i++) {
      ordered.add(chunks.get(i));
    }
    try {
      return BundleChunks.join(ordered, manifest.getBundleBytes());
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
