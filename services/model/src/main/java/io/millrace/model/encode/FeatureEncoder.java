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
 *   <li>pair: transitions, retrieval, similarity, popularity, standing, session, content, fresh,
 *       liking
 * </ul>
 *
 * {@link #layout} names them with their widths. A change to any group is a new {@link #VERSION}; an
 * encoder of version 2 or 3, which has no group fresh, or of version 4, which has no group liking,
 * is still read, so that what was published before keeps serving. Groups may be left out, to see
 * what they are worth: their places stay, and hold zeros.
 *
 * <p>Immutable, thread-safe.
 */
public final class FeatureEncoder {
  /** Of the groups and their order. */
  public static final int VERSION = 5;

  /** Without the group fresh; the oldest that is read. */
  private static final int NO_FRESH = 2;

  /** The same, followed, as from then on, by the groups that are left out. */
  private static final int NO_FRESH_LEFT_OUT = 3;

  /** Without the group liking. */
  private static final int NO_LIKING = 4;

  private static final String USER = "user.";
  private static final String ITEM = "item.";
  private static final String PAIR = "pair.";

  /** The names of all groups, such as {@code user.activity}, in the order of the layout. */
  public static final List<String> GROUPS =
      fit(List.of(), List.of()).layout().stream()
          .map(group -> group.substring(0, group.indexOf(':')))
          .toList();

  private final int version;
  private final Vocabulary genres;
  private final Vocabulary genders;
  private final Vocabulary occupations;
  private final YearRange years;
  private final List<String> leftOut;
  private final List<FeatureGroup<UserContext>> profile;
  private final List<FeatureGroup<UserContext>> userGroups;
  private final List<FeatureGroup<Item>> itemGroups;
  private final List<FeatureGroup<PairContext>> pairGroups;
  private final List<String> pairNames;

  private FeatureEncoder(
      int version,
      Vocabulary genres,
      Vocabulary genders,
      Vocabulary occupations,
      YearRange years,
      List<String> leftOut) {
    this.version = version;
    this.leftOut = List.copyOf(leftOut);
    this.genres = genres;
    this.genders = genders;
    this.occupations = occupations;
    this.years = years;
    this.profile = kept(USER, List.of(new UserProfileGroup(genders, occupations)));
    this.userGroups =
        Stream.concat(
                kept(USER, List.of(new UserActivityGroup(), new UserTasteGroup(genres))).stream(),
                profile.stream())
            .toList();
    this.itemGroups = kept(ITEM, List.of(new ItemGenreGroup(genres), new ItemYearGroup(years)));
    this.pairGroups = kept(PAIR, pairGroups(version, years));
    this.pairNames =
        pairGroups.stream()
            .flatMap(group -> group.numbers().stream().map((group.name() + ".")::concat))
            .toList();
  }

  private static List<FeatureGroup<PairContext>> pairGroups(int version, YearRange years) {
    List<FeatureGroup<PairContext>> groups =
        new ArrayList<>(
            List.of(
                new TransitionGroup(),
                new RetrievalGroup(),
                new SimilarityGroup(),
                new PopularityGroup(),
                new StandingGroup(),
                new SessionGroup(),
                new ContentGroup(years)));
    if (version > NO_FRESH_LEFT_OUT) {
      groups.add(new FreshGroup());
    }
    if (version > NO_LIKING) {
      groups.add(new LikingGroup());
    }
    return groups;
  }

  private <C> List<FeatureGroup<C>> kept(String kind, List<FeatureGroup<C>> groups) {
    return groups.stream()
        .map(group -> leftOut.contains(kind + group.name()) ? new LeftOut<>(group) : group)
        .toList();
  }

  /** A group that says nothing: its place holds the zeros it is given. */
  private record LeftOut<C>(FeatureGroup<C> group) implements FeatureGroup<C> {
    @Override
    public String name() {
      return group.name();
    }

    @Override
    public int width() {
      return group.width();
    }

    @Override
    public List<String> numbers() {
      return group.numbers();
    }

    @Override
    public void encode(C context, float[] out, int at) {}
  }

  /** Fits vocabularies and ranges; neither collection needs to hold anything. */
  public static FeatureEncoder fit(Collection<Item> items, Collection<User> users) {
    return fit(items, users, List.of());
  }

  /**
   * The same, with some groups left out.
   *
   * @param leftOut some of {@link #GROUPS}
   */
  public static FeatureEncoder fit(
      Collection<Item> items, Collection<User> users, Collection<String> leftOut) {
    List<Integer> years = items.stream().map(Item::getYear).filter(Objects::nonNull).toList();
    YearRange range =
        years.isEmpty()
            ? new YearRange(1900, 2000)
            : new YearRange(
                years.stream().mapToInt(y -> y).min().getAsInt(),
                years.stream().mapToInt(y -> y).max().getAsInt());
    return new FeatureEncoder(
        VERSION,
        Vocabulary.of(items.stream().flatMap(i -> i.getGenres().stream()).toList()),
        words(users, Demographics::getGender),
        words(users, Demographics::getOccupation),
        range,
        leftOut.stream().distinct().sorted().toList());
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

  /** Numbers per profile, which are among the user's too. */
  public int profileWidth() {
    return width(profile);
  }

  /**
   * Encodes what a user told of themselves, alone.
   *
   * @param demographics null where unknown: all zeros
   * @param out takes {@link #profileWidth()} numbers from {@code at}
   */
  public void encodeProfile(@Nullable Demographics demographics, float[] out, int at) {
    encode(profile, new UserContext(null, demographics, 0), out, at);
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
    pairs(context.query()).encode(context, out, at);
  }

  /** What encodes many candidates of one query. */
  public PairEncoder pairs(QueryState query) {
    return new PairEncoder(pairGroups, query);
  }

  /** What the numbers of {@link #encodePair} are called, such as {@code retrieval.dot}. */
  public List<String> pairNames() {
    return pairNames;
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
      out.writeInt(version);
      for (Vocabulary vocabulary : List.of(genres, genders, occupations)) {
        write(out, vocabulary.words());
      }
      out.writeInt(years.first());
      out.writeInt(years.last());
      if (version > NO_FRESH) {
        write(out, leftOut);
      }
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
      if (version < NO_FRESH || version > VERSION) {
        throw new IllegalArgumentException(
            "encoder: must be version %d to %d, is %d".formatted(NO_FRESH, VERSION, version));
      }
      Vocabulary genres = readVocabulary(in);
      Vocabulary genders = readVocabulary(in);
      Vocabulary occupations = readVocabulary(in);
      YearRange years = new YearRange(in.readInt(), in.readInt());
      List<String> leftOut = version > NO_FRESH ? readWords(in) : List.of();
      return new FeatureEncoder(version, genres, genders, occupations, years, leftOut);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "encoder: must be a whole fit, is %d bytes that end early".formatted(bytes.length), e);
    }
  }

  private static void write(DataOutputStream out, List<String> words) throws IOException {
    out.writeInt(words.size());
    for (String word : words) {
      out.writeUTF(word);
    }
  }

  private static Vocabulary readVocabulary(DataInputStream in) throws IOException {
    return Vocabulary.of(readWords(in));
  }

  private static List<String> readWords(DataInputStream in) throws IOException {
    int size = in.readInt();
    List<String> words = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      words.add(in.readUTF());
    }
    return words;
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
