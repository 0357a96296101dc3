package io.millrace.data.movielens;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.schemas.Demographics;
import io.millrace.schemas.Item;
import io.millrace.schemas.User;
import java.nio.charset.Charset;
import java.util.Map;
import java.util.stream.Stream;

/**
 * MovieLens 1M: {@code ratings.dat}, {@code movies.dat}, {@code users.dat}. MovieLens 10M looks the
 * same but for its users, which it lacks, and its encoding, UTF-8.
 */
record OneM(ReleaseFiles files) implements Layout {
  @Override
  public Stream<Item> items(Tolerance tolerance) {
    Charset charset = files.has("users.dat") ? ISO_8859_1 : UTF_8;
    return new Table<>(files, "movies.dat", charset, Format.COLONS, "", 3, 3, OneM::item)
        .stream(tolerance);
  }

  private static Item item(Row row) {
    Title title = Title.of(row.id(1, "title"));
    return title
        .item(row.id(0, "itemId"))
        .setGenres(Genres.ofList(row.text(2)))
        .setAttributes(Map.of())
        .build();
  }

  @Override
  public Stream<User> users(Tolerance tolerance) {
    if (!files.has("users.dat")) {
      return Stream.empty();
    }
    return new Table<>(files, "users.dat", ISO_8859_1, Format.COLONS, "", 5, 5, OneM::user)
        .stream(tolerance);
  }

  private static User user(Row row) {
    int age = row.integer(2, "age");
    Demographics demographics =
        Demographics.newBuilder()
            .setAge(age)
            .setGender(row.text(1))
            .setOccupation(Codes.occupation(row.integer(3, "occupation")))
            .setZipCode(row.text(4))
            .build();
    String range = Codes.ageRange(age);
    return User.newBuilder()
        .setUserId(row.id(0, "userId"))
        .setDemographics(demographics)
        .setAttributes(range.isEmpty() ? Map.of() : Map.of("ageRange", range))
        .build();
  }

  @Override
  public Table<Parsed> ratings() {
    return new Table<>(files, "ratings.dat", ISO_8859_1, Format.COLONS, "", 4, 4, Parsed::of);
  }
}
