package io.millrace.tests.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class RepositoryTest {
  private static final long LARGEST_BYTES = 512 * 1024;

  /** A home directory, or the working directory of one particular machine. */
  private static final Pattern MACHINE_PATH =
      Pattern.compile("(?<![\\w.$}-])/(?:[h]ome|[r]oot|[U]sers|[w]ork)/|[A-Z]:\\\\\\\\?[U]sers");

  /** A host that serves packages or images, or one inside somebody's network. */
  private static final Pattern REGISTRY_HOST =
      Pattern.compile(
          "(?i)repo1?\\.maven\\.(?:apache\\.)?org|\\b(?:docker|ghcr|quay|gcr)\\.io\\b"
              + "|registry\\.(?:npmjs|hub)\\.|\\bpypi\\.org|\\b(?:artifactory|nexus)\\."
              + "|https?://[\\w.-]+\\.(?:internal|intranet|corp|lan)\\b"
              + "|https?://(?!127\\.0\\.0\\.1|0\\.0\\.0\\.0)\\d+\\.\\d+\\.\\d+\\.\\d+");

  /** Names of MovieLens' own files, in every release. */
  private static final Set<String> MOVIELENS_FILES =
      Set.of(
          "u.data",
          "u.item",
          "u.user",
          "u.genre",
          "u.info",
          "u.occupation",
          "ratings.dat",
          "movies.dat",
          "users.dat",
          "tags.dat",
          "ratings.csv",
          "movies.csv",
          "tags.csv",
          "links.csv",
          "genome-scores.csv",
          "genome-tags.csv");

  private static final Pattern ARCHIVE = Pattern.compile(".*\\.(zip|gz|tgz|tar|jar|7z|base)");

  private final Repository repository = Repository.here();

  @Test
  void shouldNameNoPathOfOneMachine() {
    assertThat(linesMatching(MACHINE_PATH)).as("lines that name a path of one machine").isEmpty();
  }

  @Test
  void shouldNameNoRegistryHost() {
    assertThat(linesMatching(REGISTRY_HOST)).as("lines that name a registry's host").isEmpty();
  }

  @Test
  void shouldHoldNoMovieLensFile() {
    assertThat(names().filter(RepositoryTest::mayBeMovieLens))
        .as("files that MovieLens' licence keeps out, or that could hide them")
        .isEmpty();
  }

  @Test
  void shouldHoldNoLargeFile() {
    assertThat(repository.files().filter(file -> size(file) > LARGEST_BYTES).map(repository::name))
        .as("files larger than %d bytes", LARGEST_BYTES)
        .isEmpty();
  }

  @Test
  void shouldLeaveNoTestDisabledAndNothingToDo() {
    Pattern unfinished = Pattern.compile("@[D]isabled\\b|\\b[T]ODO\\b|\\b[F]IXME\\b|\\b[X]XX\\b");

    assertThat(linesMatching(unfinished)).as("lines that put work off").isEmpty();
  }

  private static boolean mayBeMovieLens(String name) {
    String file = name.substring(name.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    return MOVIELENS_FILES.contains(file) || ARCHIVE.matcher(file).matches();
  }

  private Stream<String> names() {
    return repository.files().map(repository::name);
  }

  private List<String> linesMatching(Pattern pattern) {
    return repository.files().flatMap(file -> matches(file, pattern)).toList();
  }

  private Stream<String> matches(Path file, Pattern pattern) {
    List<String> lines = lines(file);
    return IntStream.range(0, lines.size())
        .filter(i -> pattern.matcher(lines.get(i)).find())
        .mapToObj(i -> "%s:%d %s".formatted(repository.name(file), i + 1, lines.get(i).strip()));
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (CharacterCodingException binary) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(file.toString(), e);
    }
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(file.toString(), e);
    }
  }
}
