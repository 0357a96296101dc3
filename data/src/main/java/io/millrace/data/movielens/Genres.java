package io.millrace.data.movielens;

import io.millrace.data.DatasetFault;
import io.millrace.data.DatasetFault.Reason;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Genres as the releases write them: a list with bars, or a flag for each. */
final class Genres {
  private static final String UNKNOWN = "unknown";
  private static final String NONE_LISTED = "(no genres listed)";

  private static final List<String> OF_100K =
      List.of(
          UNKNOWN,
          "Action",
          "Adventure",
          "Animation",
          "Children's",
          "Comedy",
          "Crime",
          "Documentary",
          "Drama",
          "Fantasy",
          "Film-Noir",
          "Horror",
          "Musical",
          "Mystery",
          "Romance",
          "Sci-Fi",
          "Thriller",
          "War",
          "Western");

  private Genres() {}

  /** "Action|Comedy" as a list; MovieLens' word for none is an empty one. */
  static List<String> ofList(String text) {
    return Arrays.stream(text.split("\\|"))
        .map(String::strip)
        .filter(genre -> !genre.isEmpty() && !genre.equals(NONE_LISTED))
        .distinct()
        .toList();
  }

  /** The genres whose flags are set, from a field on; "unknown" is none. */
  static List<String> ofFlags(List<String> names, Row row, int from) {
    List<String> genres = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      String flag = row.text(from + i);
      if (flag.equals("1") && !names.get(i).equals(UNKNOWN)) {
        genres.add(names.get(i));
      } else if (!flag.equals("0") && !flag.equals("1")) {
        throw new FieldFault("genre " + names.get(i), "must be 0 or 1", flag);
      }
    }
    return genres;
  }

  /** The names in order of their flags: from {@code u.genre}, or the known ones where it lacks. */
  static List<String> named(ReleaseFiles files) {
    if (!files.has("u.genre")) {
      return OF_100K;
    }
    Table<String> table =
        new Table<>(
            files, "u.genre", StandardCharsets.ISO_8859_1, Format.BARS, "", 2, 2, r -> r.text(0));
    try (Stream<String> names = table.stream(Tolerance.of(false))) {
      List<String> found = names.toList();
      if (found.isEmpty()) {
        throw new DatasetFault(
            Reason.EMPTY, files.place("u.genre") + ": must name at least one genre, is empty");
      }
      return found;
    }
  }
}
