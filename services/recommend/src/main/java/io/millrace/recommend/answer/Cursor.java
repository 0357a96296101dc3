package io.millrace.recommend.answer;

import io.millrace.model.recommendation.RecommendationQuery;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Where a list that is read page by page has come to. It carries all of it, so that any replica can
 * go on: fingerprints of the items shown, of the options and of what the first page was made from,
 * and the seed of its draws.
 *
 * <p>Items are told by 40 bits of a hash: among a thousand shown and a thousand candidates one is
 * taken for another, and left out, in about one list of a million.
 *
 * @param seed of draws
 * @param options fingerprint of the request's options
 * @param model fingerprint of the generation that made the first page
 * @param user fingerprint of the user's state at the first page
 * @param shown items so far, ascending; not to be changed
 */
@SuppressWarnings("ArrayRecordComponent")
record Cursor(long seed, int options, int model, int user, long[] shown) {
  private static final byte VERSION = 1;
  private static final int ITEM_BYTES = 5;

  /** Most characters of one that a list gave. */
  static final int MAX_LENGTH = 8000;

  /** Before the first page. */
  static Cursor first(long seed, int options, int model, int user) {
    return new Cursor(seed, options, model, user, new long[0]);
  }

  /** The item's fingerprint: 40 bits of 64-bit FNV-1a, mixed. */
  static long fingerprint(String itemId) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < itemId.length(); i++) {
      hash = (hash ^ itemId.charAt(i)) * 0x100000001b3L;
    }
    hash = (hash ^ (hash >>> 32)) * 0x9E3779B97F4A7C15L;
    return hash >>> (64 - 8 * ITEM_BYTES);
  }

  boolean hasShown(String itemId) {
    return Arrays.binarySearch(shown, fingerprint(itemId)) >= 0;
  }

  /** Items shown so far. */
  int depth() {
    return shown.length;
  }

  /** With these shown too. */
  Cursor after(List<String> itemIds) {
    long[] all = Arrays.copyOf(shown, shown.length + itemIds.size());
    for (int i = 0; i < itemIds.size(); i++) {
      all[shown.length + i] = fingerprint(itemIds.get(i));
    }
    Arrays.sort(all);
    return new Cursor(seed, options, model, user, all);
  }

  /** As text that fits an address. */
  String text() {
    ByteBuffer bytes = ByteBuffer.allocate(1 + 8 + 3 * 4 + ITEM_BYTES * shown.length + 4);
    bytes.put(VERSION).putLong(seed).putInt(options).putInt(model).putInt(user);
    for (long item : shown) {
      bytes.put((byte) (item >>> 32)).putInt((int) item);
    }
    bytes.putInt(checksum(bytes.array(), bytes.position()));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
  }

  /** The cursor of a text; null if it is none. */
  static @Nullable Cursor parse(String text) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(text);
      ByteBuffer in = ByteBuffer.wrap(bytes);
      boolean known = in.get() == VERSION;
      Cursor cursor = new Cursor(in.getLong(), in.getInt(), in.getInt(), in.getInt(), items(in));
      return known && in.getInt() == checksum(bytes, bytes.length - 4) ? cursor : null;
    } catch (IllegalArgumentException | BufferUnderflowException _) {
      return null;
    }
  }

  private static long[] items(ByteBuffer in) {
    int length = in.remaining() - 4;
    if (length % ITEM_BYTES != 0 || length > ITEM_BYTES * RecommendationQuery.MAX_COUNT) {
      throw new BufferUnderflowException();
    }
    long[] items = new long[length / ITEM_BYTES];
    for (int i = 0; i < items.length; i++) {
      items[i] = (in.get() & 0xffL) << 32 | (in.getInt() & 0xffffffffL);
    }
    return items;
  }

  private static int checksum(byte[] bytes, int length) {
    CRC32 crc = new CRC32();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }
}
