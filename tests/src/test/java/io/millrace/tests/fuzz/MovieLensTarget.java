package io.millrace.tests.fuzz;

import io.millrace.data.Dataset;
import io.millrace.data.DatasetFault;
import io.millrace.data.movielens.MovieLens;
import io.millrace.fuzzing.FuzzTarget;
import io.millrace.fuzzing.ScratchDirectory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Stream;

/**
 * The three layouts of MovieLens. An input begins with the layout's number; the files follow, with
 * a form feed between them. Files that are not there are missing.
 */
public final class MovieLensTarget implements FuzzTarget {
  private static final List<List<String>> LAYOUTS =
      List.of(
          List.of("u.data", "u.item", "u.genre", "u.user"),
          List.of("ratings.dat", "movies.dat", "users.dat"),
          List.of("ratings.csv", "movies.csv", "links.csv", "tags.csv"));

  private static final String HUNDRED_K =
      """
      0196\t1\t3\t881250949
      186\t2\t3\t891717742
      \f1|Toy Story (1995)|01-Jan-1995||http://x/|0|1
      2|Heat||||1|0
      \funknown|0
      Action|1
      \f196|24|M|technician|85711
      """;

  private static final String ONE_M =
      """
      11::10::5::978300760
      1::20::3::978302109
      2::10::4::978301968
      \f10::Heat (1995)::Action|Crime
      20::Jumanji::Drama
      \f1::F::1::10::48067
      """;

  private static final String CSV =
      """
      2userId,movieId,rating,timestamp
      1,10,4.0,964982703
      1,20,0.5,964981247
      \fmovieId,title,genres
      10,"Heat, The ""Film"" (1995)",Action|Crime
      20,X,(no genres listed)
      \fmovieId,imdbId,tmdbId
      10,0114709,862
      \fuserId,movieId,tag,timestamp
      1,10,funny,1445714994
      """;

  private final ScratchDirectory directory = ScratchDirectory.create();

  @Override
  public List<byte[]> seeds() {
    return FuzzTarget.texts(HUNDRED_K, ONE_M, CSV);
  }

  @Override
  public List<String> words() {
    return List.of("::", "\n", "\r", "\f", "\"", ",", "|", "6", "-1", "99999999999999999999", "\0");
  }

  @Override
  public boolean take(byte[] input) throws IOException {
    lay(input);
    try {
      Dataset release = MovieLens.open("fuzzed", directory.path(), true);
      readAll(release.items());
      readAll(release.users());
      readAll(release.ratingsInFileOrder());
      readAll(release.ratings());
      return true;
    } catch (DatasetFault refused) {
      return false;
    }
  }

  private static void readAll(Stream<?> rows) {
    try (rows) {
      rows.forEach(row -> {});
    }
  }

  private void lay(byte[] input) throws IOException {
    String text = new String(input, StandardCharsets.ISO_8859_1);
    int layout = text.isEmpty() ? 0 : text.charAt(0) % LAYOUTS.size();
    String[] parts = text.substring(Math.min(1, text.length())).split("\f", -1);
    for (int other = 0; other < LAYOUTS.size(); other++) {
      List<String> files = LAYOUTS.get(other);
      for (int i = 0; i < files.size(); i++) {
        lay(files.get(i), other == layout && i < parts.length ? parts[i] : "");
      }
    }
  }

  private void lay(String file, String text) throws IOException {
    if (text.isEmpty()) {
      Files.deleteIfExists(directory.path().resolve(file));
    } else {
      directory.write(file, text.getBytes(StandardCharsets.ISO_8859_1));
    }
  }

  @Override
  public void close() throws IOException {
    directory.close();
  }
}
