package io.millrace.model.bundle;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Cuts a bundle's bytes into slices that fit a record, and joins them again. Stateless. */
public final class BundleChunks {
  /** Most bytes of a chunk. */
  public static final int SIZE = 512 * 1024;

  private BundleChunks() {}

  /** The slices in order; at least one, all but the last of {@link #SIZE} bytes. */
  public static List<byte[]> split(byte[] bytes) {
    List<byte[]> chunks = new ArrayList<>();
    for (int at = 0; at < bytes.length || chunks.isEmpty(); at += SIZE) {
      chunks.add(Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + SIZE)));
    }
    return chunks;
  }

  /**
   * Puts the slices together.
   *
   * @param chunks by index; null where a slice is missing
   * @param length bytes of the whole
   * @throws BundleFault if a slice is missing or the length differs
   */
  public static byte[] join(List<byte @Nullable []> chunks, long length) {
    long found = 0;
    for (int i = 0; i < chunks.size(); i++) {
      byte[] chunk = chunks.get(i);
      if (chunk == null) {
        throw new BundleFault(
            "bundle: must have chunks 0 to %d, lacks %d".formatted(chunks.size() - 1, i));
      }
      found += chunk.length;
    }
    if (found != length) {
      throw new BundleFault("bundle: must have %d bytes, has %d".formatted(length, found));
    }
    byte[] whole = new byte[Math.toIntExact(length)];
    int at = 0;
    for (byte[] chunk : chunks) {
      if (chunk != null) {
        System.arraycopy(chunk, 0, whole, at, chunk.length);
        at += chunk.length;
      }
    }
    return whole;
  }
}
