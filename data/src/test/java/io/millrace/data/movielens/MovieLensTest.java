package io.millrace.data.movielens;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.data.Dataset;
import io.millrace.data.DatasetFault;
import io.millrace.data.DatasetFault.Reason;
import io.millrace.data.MalformedLine;
import io.millrace.data.OrderedRatings;
import io.millrace.data.Rating;
import io.millrace.data.TinyReleases;
import io.millrace.schemas.Item;
import io.millrace.schemas.User;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MovieLensTest {
  @TempDir Path directory;

  private static Dataset strict(Path path) {
    return MovieLens.open("tiny", path, false);
  }

  private static List<Item> items(Dataset dataset) {
    try (Stream<Item> items = dataset.items()) {
      return items.toList();
    }
  }

  private static List<User> users(Dataset dataset) {
    try (Stream<User> users = dataset.users()) {
      return users.toList();
    }
  }

  @Test
  void shouldReadTitlesYearsGenresAndDemographicsOf100k() throws IOException {
    Dataset dataset = strict(TinyReleases.hundredK(directory));

    List<Item> items = items(dataset);
    assertThat(items).extracting(Item::getItemId).containsExactly("7", "9");
    assertThat(items).extracting(Item::getTitle).containsExactly("Caf\u00e9, The", "unknown");
    assertThat(items.get(0).getYear()).isEqualTo(1991);
    assertThat(items.get(1).getYear()).isNull();
    assertThat(items.get(0).getGenres()).containsExactly("Action", "Comedy");
    assertThat(items.get(1).getGenres()).isEmpty();
    assertThat(items.get(0).getAttributes())
        .isEqualTo(Map.of("releaseDate", "01-Feb-1991", "imdbUrl", "http://example.org/7"));
    User user = users(dataset).get(0);
    assertThat(user.getUserId()).isEqualTo("3");
    assertThat(user.getDemographics().getAge()).isEqualTo(24);
    assertThat(user.getDemographics().getGender()).isEqualTo("F");
    assertThat(user.getDemographics().getOccupation()).isEqualTo("writer");
    assertThat(user.getDemographics().getZipCode()).isEqualTo("T8H1N");
  }

  @Test
  void shouldDecodeAgesAndOccupationsOf1m() throws IOException {
    Dataset dataset = strict(TinyReleases.oneM(directory));

    List<Item> items = items(dataset);
    assertThat(items).extracting(Item::getTitle).containsExactly("Caf\u00e9, The", "Two: Part II");
    assertThat(items).extracting(Item::getYear).containsExactly(1991, 1986);
    List<User> users = users(dataset);
    assertThat(users)
        .extracting(u -> u.getDemographics().getOccupation())
        .containsExactly("writer", "K-12 student");
    assertThat(users).extracting(u -> u.getDemographics().getAge()).containsExactly(25, 1);
    assertThat(users)
        .extracting(u -> u.getAttributes().get("ageRange"))
        .containsExactly("25-34", "Under 18");
  }

  @Test
  void shouldReadQuotesHalfStarsLinksAndTagsOfCsv() throws IOException {
    Dataset dataset = strict(TinyReleases.csv(directory));

    List<Item> items = items(dataset);
    assertThat(items)
        .extracting(Item::getTitle)
        .containsExactly("Caf\u00e9, The", "So-Called \"Twin\"", "No Year");
    assertThat(items).extracting(Item::getYear).containsExactly(1991, 2006, null);
    assertThat(items.get(1).getGenres()).isEmpty();
    assertThat(items.get(0).getAttributes())
        .isEqualTo(Map.of("imdbId", "0114709", "tmdbId", "862", "tags", "funny|dark, slow"));
    assertThat(items.get(1).getAttributes()).isEqualTo(Map.of("imdbId", "0113497"));
    assertThat(users(dataset)).isEmpty();
    assertThat(dataset.ratings())
        .containsExactly(
            new Rating(1, "4", "9", 0.5, 100_000),
            new Rating(0, "3", "7", 4.5, 200_000),
            new Rating(2, "4", "7", 3.0, 200_000));
  }

  @Test
  void shouldReadTheSameFromAZipAsFromItsDirectory() throws IOException {
    for (Path root :
        List.of(
            TinyReleases.hundredK(directory),
            TinyReleases.oneM(directory),
            TinyReleases.csv(directory))) {
      Dataset plain = strict(root);
      Dataset zipped = strict(TinyReleases.zip(root));
      assertThat(items(zipped)).isEqualTo(items(plain));
      assertThat(users(zipped)).isEqualTo(users(plain));
      assertThat(zipped.ratingsInFileOrder().toList())
          .isEqualTo(plain.ratingsInFileOrder().toList());
    }
  }

  @Test
  void shouldFindAReleaseOneLevelBelowTheDirectory() throws IOException {
    TinyReleases.oneM(directory);

    assertThat(items(strict(directory))).hasSize(2);
  }

  @Test
  void shouldNameFileLineFieldRuleAndValueOfAMalformedLine() throws IOException {
    Path root = TinyReleases.oneM(directory);
    TinyReleases.write(root, "ratings.dat", ISO_8859_1, "3::7::5::200", "4::9::five::100");

    assertThatThrownBy(() -> strict(root).ratingsInTimeOrder())
        .isInstanceOf(DatasetFault.class)
        .hasMessageContaining("ratings.dat, line 2: rating: must be a number, was \"five\"")
        .hasMessageContaining("skip malformed lines");
  }

  @Test
  void shouldKeepMalformedLinesAsideWhereTolerated() throws IOException {
    Path root = TinyReleases.oneM(directory);
    TinyReleases.write(
        root,
        "ratings.dat",
        ISO_8859_1,
        "3::7::5::200",
        "4::9",
        "4::9::1::soon",
        "4::9::1::99999999999999999",
        "",
        "4::7::3::100\r");

    OrderedRatings ratings = MovieLens.open("tiny", root, true).ratingsInTimeOrder();

    assertThat(ratings.stream().map(Rating::userId)).containsExactly("4", "3");
    assertThat(ratings.malformed())
        .extracting(line -> line.line() + " " + line.field() + " " + line.raw())
        .containsExactly(
            "2 line 4::9", "3 timestamp 4::9::1::soon", "4 timestamp 4::9::1::99999999999999999");
  }

  @Test
  void shouldHandOverMalformedLinesOfTheCatalogue() throws IOException {
    Path root = TinyReleases.oneM(directory);
    TinyReleases.write(root, "movies.dat", ISO_8859_1, "7::Seven (1995)::Crime", "8::Eight");
    TinyReleases.write(root, "users.dat", ISO_8859_1, "3::F::old::10::48067");
    List<MalformedLine> told = new ArrayList<>();
    MovieLens release = MovieLens.open("tiny", root, true);

    try (Stream<Item> items = release.items(told::add);
        Stream<User> users = release.users(told::add)) {
      assertThat(items.map(Item::getItemId)).containsExactly("7");
      assertThat(users).isEmpty();
    }
    assertThat(told)
        .extracting(line -> line.line() + " " + line.field() + " " + line.raw())
        .containsExactly("2 line 8::Eight", "1 age 3::F::old::10::48067");
  }

  @Test
  void shouldPassRatingsOutOfRangeOnForTheStreamToRefuse() throws IOException {
    Path root = TinyReleases.csv(directory);
    TinyReleases.write(
        root,
        "ratings.csv",
        UTF_8,
        "userId,movieId,rating,timestamp",
        "3,7,NaN,3",
        "3,7,-1,2",
        "3,7,127.5,1",
        "3,7,3.7,-5");

    assertThat(strict(root).ratings())
        .containsExactly(
            new Rating(3, "3", "7", 3.7, -5000),
            new Rating(2, "3", "7", 127.5, 1000),
            new Rating(1, "3", "7", -1, 2000),
            new Rating(0, "3", "7", Double.NaN, 3000));
  }

  @Test
  void shouldRefuseUnpairedQuotesAndBrokenUtf8ByLine() throws IOException {
    Path root = TinyReleases.csv(directory);
    Files.write(
        root.resolve("movies.csv"),
        "movieId,title,genres\n1,\"Open (1999),Drama\n2,Caf\u00e9 (1999),Drama\n"
            .getBytes(ISO_8859_1));

    assertThatThrownBy(() -> items(strict(root)))
        .hasMessageContaining("movies.csv, line 2: line: must have its quotes in pairs");
    assertThat(items(MovieLens.open("tiny", root, true))).isEmpty();
  }

  @Test
  void shouldRefuseAWrongHeader() throws IOException {
    Path root = TinyReleases.csv(directory);
    TinyReleases.write(root, "ratings.csv", UTF_8, "user,item,stars,when", "1,2,3,4");

    assertThatThrownBy(() -> strict(root).ratingsInTimeOrder())
        .hasMessageContaining("header: must be \"userId,movieId,rating,timestamp\"")
        .hasMessageContaining("was \"user,item,stars,when\"");
  }

  @Test
  void shouldSayThatAnEmptyRatingsFileIsEmpty() throws IOException {
    Path root = TinyReleases.oneM(directory);
    Files.write(root.resolve("ratings.dat"), new byte[0]);

    assertThatThrownBy(() -> strict(root).ratingsInTimeOrder())
        .isInstanceOfSatisfying(
            DatasetFault.class, fault -> assertThat(fault.reason()).isEqualTo(Reason.EMPTY))
        .hasMessageContaining("must have at least one well-formed rating");
  }

  @Test
  void shouldReadAnEmptyCatalogueAndNoUsers() throws IOException {
    Path root = TinyReleases.oneM(directory);
    Files.write(root.resolve("movies.dat"), new byte[0]);
    Files.write(root.resolve("users.dat"), new byte[0]);

    assertThat(items(strict(root))).isEmpty();
    assertThat(users(strict(root))).isEmpty();
  }

  @Test
  void shouldRefuseATruncatedZip() throws IOException {
    Path zip = TinyReleases.zip(TinyReleases.oneM(directory));
    byte[] whole = Files.readAllBytes(zip);
    Files.write(zip, Arrays.copyOf(whole, whole.length / 2));

    assertThatThrownBy(() -> strict(zip))
        .isInstanceOfSatisfying(
            DatasetFault.class, fault -> assertThat(fault.reason()).isEqualTo(Reason.UNREADABLE))
        .hasMessageContaining("ml-1m.zip: must be a complete zip archive")
        .hasMessageContaining("get it again");
  }

  @Test
  void shouldRefuseAZipWhoseBytesAreDamaged() throws IOException {
    Path zip = storedZip("ml-1m/ratings.dat", "3::7::5::200\n", "ml-1m/movies.dat", "");
    byte[] bytes = Files.readAllBytes(zip);
    int at = new String(bytes, ISO_8859_1).indexOf("3::7::5::200");
    bytes[at] = '8';
    Files.write(zip, bytes);

    assertThatThrownBy(() -> strict(zip).ratingsInTimeOrder())
        .isInstanceOfSatisfying(
            DatasetFault.class, fault -> assertThat(fault.reason()).isEqualTo(Reason.UNREADABLE))
        .hasMessageContaining("cannot be read to its end");
  }

  @Test
  void shouldWriteNothingForAZipThatPointsOutsideOfItself() throws IOException {
    Path zip =
        storedZip("../../ratings.dat", "3::7::5::200\n", "../movies.dat", "7::A (1991)::Drama\n");

    assertThat(items(strict(zip))).hasSize(1);
    try (Stream<Path> files = Files.walk(directory)) {
      assertThat(files.filter(Files::isRegularFile)).containsExactly(zip);
    }
  }

  private Path storedZip(String first, String firstText, String second, String secondText)
      throws IOException {
    Path zip = directory.resolve("made.zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      out.setLevel(0);
      out.putNextEntry(new ZipEntry(first));
      out.write(firstText.getBytes(ISO_8859_1));
      out.closeEntry();
      out.putNextEntry(new ZipEntry(second));
      out.write(secondText.getBytes(ISO_8859_1));
      out.closeEntry();
    }
    return zip;
  }

  @Test
  void shouldSayWhatADirectoryLacks() throws IOException {
    assertThatThrownBy(() -> strict(directory))
        .hasMessageContaining("must contain u.data, ratings.dat or ratings.csv");
    Path root = TinyReleases.oneM(directory);
    Files.delete(root.resolve("movies.dat"));
    assertThatThrownBy(() -> strict(root))
        .hasMessageContaining("must contain movies.dat beside ratings.dat");
  }

  @Test
  void shouldGiveUpOnAFileOfMalformedLines() throws IOException {
    Path root = TinyReleases.oneM(directory);
    Files.writeString(root.resolve("ratings.dat"), "no rating\n".repeat(10_001));

    assertThatThrownBy(() -> MovieLens.open("tiny", root, true).ratingsInTimeOrder())
        .hasMessageContaining("must have at most 10000 malformed lines");
  }

  @Test
  void shouldNotTakeTheHeapForALineWithoutEnd() throws IOException {
    Path root = TinyReleases.oneM(directory);
    Files.writeString(
        root.resolve("ratings.dat"), "x".repeat(3 << 20) + "\n3::7::5::200\n", ISO_8859_1);

    OrderedRatings ratings = MovieLens.open("tiny", root, true).ratingsInTimeOrder();

    assertThat(ratings.size()).isEqualTo(1);
    assertThat(ratings.malformed().getFirst().rule())
        .isEqualTo("must have at most 1048576 characters");
    assertThat(ratings.malformed().getFirst().raw()).hasSize(1 << 16);
  }
}
