package io.millrace.model.encode;

import io.millrace.schemas.Demographics;
import io.millrace.schemas.Item;
import io.millrace.schemas.User;
import io.millrace.schemas.UserAggregates;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Turns states into the numbers that towers and ranker read. Fitted once, on the catalogue and the
 * users: the fit fixes the vocabularies (genres, genders, occupations) and the range of years, and
 * so the layout. What the vocabularies do not know is encoded as absent.
 *
 * <p>The layout is the groups in order:
 *
 * <ul>
 *   <li>user: activity, tastes, profile
 *   <li>item, content only: genres, year
 *   <li>pair: transitions, retrieval, similarity, popularity, standing, session, content
 * </ul>
 *
 * {@link #layout} names them with their widths. A change to any group is a new {@link #VERSION}.
 *
 * <p>Immutable, thread-safe.
 */
public final class FeatureEncoder {
  /** Of the groups and their order; a bundle of another version is not read. */
  public static final int VERSION = 2;

  private final Vocabulary genres;
  private final Vocabulary genders;
  private final Vocabulary occupations;
  private final YearRange years;
  private final List<FeatureGroup<UserContext>> userGroups;
  private final List<FeatureGroup<Item>> itemGroups;
  private final List<FeatureGroup<PairContext>> pairGroups;

  private FeatureEncoder(
      Vocabulary genres, Vocabulary genders, Vocabulary occupations, YearRange years) {
    this.genres = genres;
    this.genders = genders;
    this.occupations = occupations;
    this.years = years;
    this.userGroups =
        List.of(
            new UserActivityGroup(),
            new UserTasteGroup(genres),
            new UserProfileGroup(genders, occupations));
    this.itemGroups = List.of(new ItemGenreGroup(genres), new ItemYearGroup(years));
    this.pairGroups =
        List.of(
            new TransitionGroup(),
            new RetrievalGroup(),
            new SimilarityGroup(),
            new PopularityGroup(),
            new StandingGroup(),
            new SessionGroup(),
            new ContentGroup(years));
  }

  /** Fits vocabularies and ranges; neither collection needs to hold anything. */
  public static FeatureEncoder fit(Collection<Item> items, Collection<User> users) {
    List<Integer> years = items.stream().map(Item::getYear).filter(Objects::nonNull).toList();
    YearRange range =
        years.isEmpty()
            ? new YearRange(1900, 2000)
            : new YearRange(
                years.stream().mapToInt(y -> y).min().getAsInt(),
                years.stream().mapToInt(y -> y).max().getAsInt());
    return new FeatureEncoder(
        Vocabulary.of(items.stream().flatMap(i -> i.getGenres().stream()).toList()),
        words(users, Demographics::getGender),
        words(users, Demographics::getOccupation),
        range);
  }

  private static Vocabulary words(
      Collection<User> users, Function<Demographics, @Nullable String> field) {
    return Vocabulary.of(
        users.stream().map(User::getDemographics).map(field).filter(Objects::nonNull).toList());
  }

  /** Numbers per user. */
  public int userWidth() {
    return width(userGroups);
  }

  /** Numbers per item. */
  public int itemWidth() {
    return width(itemGroups);
  }

  /** Numbers per user and candidate. */
  public int pairWidth() {
    return width(pairGroups);
  }

  /**
   * Encodes a user.
   *
   * @param user null before the first event
   * @param demographics null where unknown
   * @param now event time, milliseconds
   * @param out takes {@link #userWidth()} numbers from {@code at}
   */
  public void encodeUser(
      @Nullable UserAggregates user,
      @Nullable Demographics demographics,
      long now,
      float[] out,
      int at) {
    encode(userGroups, new UserContext(user, demographics, now), out, at);
  }

  /**
   * Encodes an item's content.
   *
   * @param item null where unknown: all zeros
   * @param out takes {@link #itemWidth()} numbers from {@code at}
   */
  public void encodeItem(@Nullable Item item, float[] out, int at) {
    if (item == null) {
      Arrays.fill(out, at, at + itemWidth(), 0f);
    } else {
      encode(itemGroups, item, out, at);
    }
  }

  /**
   * Encodes a candidate for a user.
   *
   * @param out takes {@link #pairWidth()} numbers from {@code at}
   */
  public void encodePair(PairContext context, float[] out, int at) {
    encode(pairGroups, context, out, at);
  }

  /** The groups with their widths, in order, e.g. {@code user.activity:6}. */
  public List<String> layout() {
    return Stream.of(
            names("user", userGroups), names("item", itemGroups), names("pair", pairGroups))
        .flatMap(List::stream)
        .toList();
  }

  /** The fit as bytes, for the bundle. */
  public byte[] toBytes() {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      DataOutputStream out = new DataOutputStream(bytes);
      out.writeInt(VERSION);
      for (Vocabulary vocabulary : List.of(genres, genders, occupations)) {
        write(out, vocabulary);
      }
      out.writeInt(years.first());
      out.writeInt(years.last());
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads a fit back.
   *
   * @throws IllegalArgumentException if the bytes are of another version or not a fit
   */
  public static FeatureEncoder fromBytes(byte[] bytes) {
    try {
      DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
      int version = in.readInt();
      if (version != VERSION) {
        throw new IllegalArgumentException(
            "encoder: must be version %d, is %d".formatted(VERSION, version));
      }
      Vocabulary genres = readVocabulary(in);
      Vocabulary genders = readVocabulary(in);
      Vocabulary occupations = readVocabulary(in);
      return new FeatureEncoder(
          genres, genders, occupations, new YearRange(in.readInt(), in.readInt()));
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "encoder: must be a whole fit, is %d bytes that end early".formatted(bytes.length), e);
    }
  }

  private static void write(DataOutputStream out, Vocabulary vocabulary) throws IOException {
    out.writeInt(vocabulary.size());
    for (String word : vocabulary.words()) {
      out.writeUTF(word);
    }
  }

  private static Vocabulary readVocabulary(DataInputStream in) throws IOException {
    int size = in.readInt();
    List<String> words = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      words.add(in.readUTF());
    }
    return Vocabulary.of(words);
  }

  private static <C> int width(List<FeatureGroup<C>> groups) {
    return groups.stream().mapToInt(FeatureGroup::width).sum();
  }

  private static <C> List<String> names(String kind, List<FeatureGroup<C>> groups) {
    return groups.stream().map(g -> "%s.%s:%d".formatted(kind, g.name(), g.width())).toList();
  }

  private static <C> void encode(List<FeatureGroup<C>> groups, C context, float[] out, int at) {
    int place = at;
    for (FeatureGroup<C> group : groups) {
      Arrays.fill(out, place, place + group.width(), 0f);
      group.encode(context, out, place);
      place += group.width();
    }
  }
}
