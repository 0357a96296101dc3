package io.millrace.tests.fuzz;

import io.millrace.data.DatasetFault;
import io.millrace.data.movielens.MovieLens;
import io.millrace.model.bundle.Bundle;
import io.millrace.model.bundle.BundleFault;
import io.millrace.model.filter.Filter;
import io.millrace.model.filter.FilterFault;
import io.millrace.recommend.access.KeyFile;
import io.millrace.recommend.http.Json;
import io.millrace.recommend.http.RequestFault;
import io.millrace.runtime.UserFault;
import io.millrace.runtime.config.Configuration;
import io.millrace.schemas.Demographics;
import io.millrace.schemas.Item;
import io.millrace.schemas.RatingEvent;
import io.millrace.schemas.Topic;
import io.millrace.schemas.Topics;
import io.millrace.schemas.UndecodableException;
import io.millrace.schemas.User;
import io.millrace.tests.benchmark.RandomModel;
import io.millrace.tests.rig.Catalogue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Gives each reader of outside input what nobody would send: it takes it or refuses it as its
 * Javadoc says, and does nothing else. A failure tells the seed and the input.
 *
 * <p>{@code -Dfuzz.inputs=1000000} and {@code -Dfuzz.seed} say how many and which.
 */
final class FuzzTest {
  private static final int INPUTS = Integer.getInteger("fuzz.inputs", 500);

  /** Names, shapes and the first values; the rest of a bundle is numbers. */
  private static final int BUNDLE_HEAD = 8 * 1024;

  private static final long SEED = Long.getLong("fuzz.seed", 20261128L);

  @TempDir Path directory = Path.of("");

  @TestFactory
  Stream<DynamicTest> shouldTakeOrRefuse() {
    return Stream.of(filters(), json(), keys(), configuration(), movieLens(), bundles(), avro())
        .map(target -> DynamicTest.dynamicTest(target.name(), () -> fuzz(target)));
  }

  private static void fuzz(FuzzTarget target) {
    Mutator mutator =
        new Mutator(
            new SplittableRandom(SEED + target.name().hashCode()), target.sound(), target.words());
    target.sound().forEach(input -> give(target, input, -1));
    for (int i = 0; i < INPUTS; i++) {
      give(target, mutator.next(), i);
    }
  }

  private static void give(FuzzTarget target, byte[] input, int number) {
    try {
      target.reader().take(input);
    } catch (Throwable failure) {
      if (!target.refuses(failure)) {
        throw new AssertionError(
            "%s, seed %d, input %d: %s"
                .formatted(target.name(), SEED, number, Base64.getEncoder().encodeToString(input)),
            failure);
      }
    }
  }

  private static FuzzTarget filters() {
    return new FuzzTarget(
        "filter",
        FuzzTarget.texts(
            "year >= 1990 and not (genre in ('Drama', 'War') or title = 'Heat')",
            "available = true and plan != 'free'"),
        List.of("and", "or", "not", "(", ")", "'", "in", ">=", "!=", "year", "1e999", "null"),
        Set.of(FilterFault.class),
        input -> {
          Filter filter = Filter.parse(new String(input, StandardCharsets.UTF_8), List.of("plan"));
          filter.matches(item());
        });
  }

  /** What the readers got wrong once. */
  @TestFactory
  Stream<DynamicTest> shouldTakeOrRefuseWhatWasFoundBefore() {
    byte[] noCharacter = {0, 0, (byte) 0xfe, (byte) 0xff, 0x7f, 0, 0, 0};
    return Stream.of(
        DynamicTest.dynamicTest(
            "an exponent beyond that of any number",
            () -> give(json(), "1e9999999999".getBytes(StandardCharsets.UTF_8), -1)),
        DynamicTest.dynamicTest("keys that look like UTF-32", () -> give(keys(), noCharacter, -1)));
  }

  private static FuzzTarget json() {
    return new FuzzTarget(
        "JSON",
        FuzzTarget.texts(
            "{\"userId\":\"ann\",\"itemId\":1,\"rating\":4.5,\"n\":[1,2,{\"a\":null}]}"),
        List.of("[", "]", "{", "}", "\"", "\\u0000", "\\ud800", "1e999999999", "-0", "[[[[[[[["),
        Set.of(RequestFault.class),
        input -> Json.write(Json.read(input)));
  }

  private FuzzTarget keys() {
    return ofFile(
        "keys",
        "keys.json",
        FuzzTarget.texts(
            "{\"keys\":[{\"name\":\"a\",\"scopes\":[\"read\"],\"sha256\":\"%s\",\"created\":\"2026-01-01T00:00:00Z\",\"requestsPerSecond\":2,\"burst\":3}]}"
                .formatted("0".repeat(64))),
        List.of("null", "[]", "{}", "-1", "1e999", "\"admin\"", "\"expires\":"),
        Set.of(UserFault.class),
        file -> new KeyFile(file).read());
  }

  private FuzzTarget configuration() {
    return ofFile(
        "configuration",
        "millrace.conf",
        FuzzTarget.texts(
            "recommend { port = 8081, access.burst = 3 }\ntrainer.user_tower_dims = [64, 32]\n"),
        List.of("${", "}", "include", "\"\"\"", "+=", "a.b.c", "[", "null", "${?HOME}", "1 day"),
        Set.of(UserFault.class),
        file -> Configuration.load(file, Map.of()));
  }

  private FuzzTarget movieLens() {
    return ofFile(
        "MovieLens",
        "ratings.dat",
        FuzzTarget.texts("1::10::5::978300760\n1::20::3::978302109\n2::10::4::978301968\n"),
        List.of("::", "\n", "\r", "6", "-1", "99999999999999999999", "\u0000"),
        Set.of(DatasetFault.class),
        file -> {
          Files.writeString(
              file.resolveSibling("movies.dat"), "10::Heat (1995)::Action\n20::Jumanji::Drama\n");
          MovieLens release = MovieLens.open("fuzzed", place("MovieLens"), true);
          try (Stream<?> ratings = release.ratings()) {
            ratings.forEach(rating -> {});
          }
        });
  }

  @FunctionalInterface
  private interface FileReader {
    void read(Path file) throws Exception;
  }

  private FuzzTarget ofFile(
      String name,
      String file,
      List<byte[]> sound,
      List<String> words,
      Set<Class<? extends RuntimeException>> refusals,
      FileReader reader) {
    return new FuzzTarget(
        name,
        sound,
        words,
        refusals,
        input -> reader.read(Files.write(place(name).resolve(file), input)));
  }

  private Path place(String name) throws IOException {
    return Files.createDirectories(directory.resolve(name));
  }

  private static FuzzTarget bundles() {
    return new FuzzTarget(
        "bundle",
        List.of(Arrays.copyOf(RandomModel.of(Catalogue.head(20), SEED).write(), BUNDLE_HEAD)),
        List.of(),
        Set.of(BundleFault.class),
        Bundle::read);
  }

  private static FuzzTarget avro() {
    return new FuzzTarget(
        "Avro",
        List.of(
            Topics.ITEMS.codec().encode(item()),
            Topics.RATINGS.codec().encode(new RatingEvent("a", "b", 4.5, 1L, null)),
            Topics.USERS
                .codec()
                .encode(new User("a", new Demographics(25, "F", "x", "1"), Map.of("k", "v")))),
        List.of(),
        Set.of(UndecodableException.class),
        input -> {
          RuntimeException refusal = null;
          for (Topic<?> topic : Topics.all()) {
            try {
              topic.codec().decode(input);
            } catch (UndecodableException e) {
              refusal = e;
            }
          }
          if (refusal != null) {
            throw refusal;
          }
        });
  }

  private static Item item() {
    return new Item("1", "Heat", 1995, List.of("Drama"), Map.of("plan", "free"), true, null);
  }
}
