package io.millrace.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * All ratings of a data set in order of time, ties in the order of the file: an array one can index
 * by position. Immutable and thread-safe.
 *
 * <p>Kept as columns: two int ordinals for the ids, one byte of half stars, and one long that packs
 * time and row, which is also what is sorted. That is 17 bytes a row, and 25 while loading: 32
 * million rows take 0.55 GB, 0.8 GB at the peak. Values that do not fit the byte (a rating of 3.7
 * or NaN) are kept aside by row.
 */
public final class OrderedRatings {
  private static final int ODD = 255;

  private final String[] users;
  private final String[] items;
  private final Ints user;
  private final Ints item;
  private final Bytes halfStars;
  private final Map<Integer, Double> oddRatings;
  private final Order order;
  private final List<MalformedLine> malformed;

  private OrderedRatings(Builder builder) {
    this.users = builder.users.names();
    this.items = builder.items.names();
    this.user = builder.user;
    this.item = builder.item;
    this.halfStars = builder.halfStars;
    this.oddRatings = Map.copyOf(builder.oddRatings);
    this.order = Order.of(builder.timestamps);
    this.malformed = List.copyOf(builder.malformed);
  }

  /** How many ratings. */
  public int size() {
    return order.keys.length;
  }

  /** How many different users rate. */
  public int userCount() {
    return users.length;
  }

  /** How many different items are rated. */
  public int itemCount() {
    return items.length;
  }

  /**
   * The rating at a position.
   *
   * @param position 0 to size - 1, oldest first
   */
  public Rating get(int position) {
    int row = order.row(position);
    return new Rating(
        row, users[user.get(row)], items[item.get(row)], stars(row), order.timestamp(position));
  }

  /** Its time alone, milliseconds since the epoch. */
  public long timestamp(int position) {
    return order.timestamp(position);
  }

  /** The first position at or after a time; size where there is none. */
  public int firstAtOrAfter(long timestamp) {
    int low = 0;
    int high = size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (timestamp(middle) < timestamp) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** All of them, oldest first. */
  public Stream<Rating> stream() {
    return stream(0, size());
  }

  /** Those at positions from (inclusive) to (exclusive). */
  public Stream<Rating> stream(int from, int to) {
    Objects.checkFromToIndex(from, to, size());
    return LongStream.range(from, to).mapToObj(position -> get((int) position));
  }

  /** Lines of the file that could not be parsed, in file order; empty where none were tolerated. */
  public List<MalformedLine> malformed() {
    return malformed;
  }

  /**
   * Sixteen hexadecimal digits that tell these ratings from others: a hash over ids, stars, times,
   * order and malformed lines. It is the same for the same ratings in a zip and in a directory, and
   * over restarts. One pass over all rows, some 10 ns each.
   */
  public String fingerprint() {
    long hash = size();
    for (int position = 0; position < size(); position++) {
      int row = order.row(position);
      hash = mix(hash, order.timestamp(position));
      hash = mix(hash, ((long) user.get(row) << Integer.SIZE) | item.get(row));
      hash = mix(hash, ((long) row << Byte.SIZE) | halfStars.get(row));
    }
    for (Map.Entry<Integer, Double> odd : new TreeMap<>(oddRatings).entrySet()) {
      hash = mix(mix(hash, odd.getKey()), Double.doubleToLongBits(odd.getValue()));
    }
    hash = mix(mix(hash, users), items);
    return "%016x".formatted(mix(hash, malformed.stream().map(MalformedLine::raw).toArray()));
  }

  private static long mix(long hash, Object[] texts) {
    long mixed = hash;
    for (Object text : texts) {
      mixed = mix(mixed, text.hashCode());
    }
    return mixed;
  }

  /** The finaliser of SplitMix64 (Steele, Lea, Flood 2014), after adding the value. */
  private static long mix(long hash, long value) {
    long z = hash * 31 + value + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  private double stars(int row) {
    int code = halfStars.get(row);
    return code == ODD ? Objects.requireNonNull(oddRatings.get(row)) : code / 2.0;
  }

  /** Takes rows in file order. Not thread-safe; used once. */
  public static final class Builder {
    private final Dictionary users = new Dictionary();
    private final Dictionary items = new Dictionary();
    private final Ints user = new Ints();
    private final Ints item = new Ints();
    private final Bytes halfStars = new Bytes();
    private final Map<Integer, Double> oddRatings = new HashMap<>();
    private final Longs timestamps = new Longs();
    private final List<MalformedLine> malformed = new ArrayList<>();

    /** Adds the next row. */
    public Builder add(String userId, String itemId, double rating, long timestamp) {
      user.add(users.ordinal(userId));
      item.add(items.ordinal(itemId));
      halfStars.add(code(rating, timestamps.size));
      timestamps.add(timestamp);
      return this;
    }

    /** Adds lines that could not be parsed. */
    public Builder addMalformed(List<MalformedLine> lines) {
      malformed.addAll(lines);
      return this;
    }

    /** Sorts. */
    public OrderedRatings build() {
      return new OrderedRatings(this);
    }

    private byte code(double rating, int row) {
      double doubled = rating * 2;
      if (doubled >= 0
          && doubled < ODD
          && doubled == Math.rint(doubled)
          && !isNegativeZero(rating)) {
        return (byte) doubled;
      }
      oddRatings.put(row, rating);
      return (byte) ODD;
    }

    private static boolean isNegativeZero(double rating) {
      return rating == 0 && 1 / rating < 0;
    }
  }

  /**
   * Positions to rows and times. A key is (time - oldest) shifted left over the row's bits; where
   * absurd times make that too wide, the rank of the time among the different times takes its
   * place.
   */
  private static final class Order {
    private final long[] keys;
    private final int rowBits;
    private final long oldest;
    private final long unit;
    private final long[] ranks;

    private Order(long[] keys, int rowBits, long oldest, long unit, long[] ranks) {
      this.keys = keys;
      this.rowBits = rowBits;
      this.oldest = oldest;
      this.unit = unit;
      this.ranks = ranks;
    }

    static Order of(Longs times) {
      int rowBits = Long.SIZE - Long.numberOfLeadingZeros(Math.max(1, times.size - 1));
      long oldest = Long.MAX_VALUE;
      long newest = Long.MIN_VALUE;
      boolean seconds = true;
      for (int row = 0; row < times.size; row++) {
        long time = times.get(row);
        oldest = Math.min(oldest, time);
        newest = Math.max(newest, time);
        seconds &= time % 1000 == 0;
      }
      long unit = seconds ? 1000 : 1;
      boolean fits = ((newest / unit - oldest / unit) >>> (Long.SIZE - 1 - rowBits)) == 0;
      return fits ? byTime(times, rowBits, oldest, unit) : byRank(times, rowBits);
    }

    private static Order byTime(Longs times, int rowBits, long oldest, long unit) {
      long[] keys = new long[times.size];
      for (int row = 0; row < keys.length; row++) {
        keys[row] = ((times.get(row) / unit - oldest / unit) << rowBits) | row;
      }
      Arrays.sort(keys);
      return new Order(keys, rowBits, oldest, unit, new long[0]);
    }

    private static Order byRank(Longs times, int rowBits) {
      long[] ranks = times.toArray();
      Arrays.sort(ranks);
      int distinct = 0;
      for (int i = 0; i < ranks.length; i++) {
        if (i == 0 || ranks[i] != ranks[distinct - 1]) {
          ranks[distinct++] = ranks[i];
        }
      }
      long[] keys = new long[times.size];
      for (int row = 0; row < keys.length; row++) {
        keys[row] =
            ((long) Arrays.binarySearch(ranks, 0, distinct, times.get(row)) << rowBits) | row;
      }
      Arrays.sort(keys);
      return new Order(keys, rowBits, 0, 1, Arrays.copyOf(ranks, distinct));
    }

    int row(int position) {
      return (int) (keys[position] & ((1L << rowBits) - 1));
    }

    long timestamp(int position) {
      long high = keys[position] >>> rowBits;
      return ranks.length > 0 ? ranks[(int) high] : oldest + high * unit;
    }
  }

  /** Ids to ordinals in order of first appearance. */
  private static final class Dictionary {
    private final Map<String, Integer> ordinals = new HashMap<>();

    int ordinal(String id) {
      Integer known = ordinals.get(id);
      if (known != null) {
        return known;
      }
      ordinals.put(id, ordinals.size());
      return ordinals.size() - 1;
    }

    String[] names() {
      String[] names = new String[ordinals.size()];
      ordinals.forEach((id, ordinal) -> names[ordinal] = id);
      return names;
    }
  }

  /** A column that grows by blocks, so that growing never holds it twice. */
  private static final class Ints {
    private final List<int[]> blocks = new ArrayList<>();
    private int size;

    void add(int value) {
      if (size % BLOCK == 0) {
        blocks.add(new int[BLOCK]);
      }
      blocks.get(size / BLOCK)[size++ % BLOCK] = value;
    }

    int get(int row) {
      return blocks.get(row / BLOCK)[row % BLOCK];
    }
  }

  private static final class Longs {
    private final List<long[]> blocks = new ArrayList<>();
    private int size;

    void add(long value) {
      if (size % BLOCK == 0) {
        blocks.add(new long[BLOCK]);
      }
      blocks.get(size / BLOCK)[size++ % BLOCK] = value;
    }

    long get(int row) {
      return blocks.get(row / BLOCK)[row % BLOCK];
    }

    long[] toArray() {
      long[] all = new long[size];
      Arrays.setAll(all, this::get);
      return all;
    }
  }

  private static final class Bytes {
    private final List<byte[]> blocks = new ArrayList<>();
    private int size;

    void add(byte value) {
      if (size % BLOCK == 0) {
        blocks.add(new byte[BLOCK]);
      }
      blocks.get(size / BLOCK)[size++ % BLOCK] = value;
    }

    int get(int row) {
      return blocks.get(row / BLOCK)[row % BLOCK] & 0xff;
    }
  }

  private static final int BLOCK = 1 << 16;
}
