package io.millrace.data.movielens;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.millrace.schemas.Demographics;
import io.millrace.schemas.Item;
import io.millrace.schemas.User;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** MovieLens 100K: {@code u.data}, {@code u.item}, {@code u.user}, {@code u.genre}. */
record HundredK(ReleaseFiles files) implements Layout {
  private static final int FLAGS_FROM = 5;

  @Override
  public Stream<Item> items(Tolerance tolerance) {
    List<String> genres = Genres.named(files);
    int fields = FLAGS_FROM + genres.size();
    return new Table<>(
            files, "u.item", ISO_8859_1, Format.BARS, "", fields, fields, row -> item(row, genres))
        .stream(tolerance);
  }

  private static Item item(Row row, List<String> genres) {
    Title title = Title.of(row.text(1));
    Map<String, String> attributes = new TreeMap<>();
    if (!row.text(2).isBlank()) {
      attributes.put("releaseDate", row.text(2).strip());
    }
    if (!row.text(4).isBlank()) {
      attributes.put("imdbUrl", row.text(4).strip());
    }
    return title
        .item(row.id(0, "itemId"))
        .setGenres(Genres.ofFlags(genres, row, FLAGS_FROM))
        .setAttributes(attributes)
        .build();
  }

  @Override
  public Stream<User> users(Tolerance tolerance) {
    if (!files.has("u.user")) {
      return Stream.empty();
    }
    return new Table<>(files, "u.user", ISO_8859_1, Format.BARS, "", 5, 5, HundredK::user)
        .stream(tolerance);
  }

  private static User user(Row row) {
    Demographics demographics =
        Demographics.newBuilder()
            .setAge(row.integer(1, "age"))
            .setGender(row.text(2))
            .setOccupation(row.text(3))
            .setZipCode(row.text(4))
            .build();
    return User.newBuilder()
        .setUserId(row.id(0, "userId"))
        .setDemographics(demographics)
        .setAttributes(Map.of())
        .build();
  }

  @Override
  public Table<Parsed> ratings() {
    return new Table<>(files, "u.data", ISO_8859_1, Format.TABS, "", 4, 4, Parsed::of);
  }
}
