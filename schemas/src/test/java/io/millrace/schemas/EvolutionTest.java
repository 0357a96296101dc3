package io.millrace.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.SchemaParser;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every version of a schema that was ever on a topic is frozen under {@code
 * src/test/resources/frozen/v<n>/<Record>.avsc}. A change to a schema is frozen as a new version;
 * what is there already is never edited.
 */
class EvolutionTest {
  private static final Path FROZEN = Path.of("src/test/resources/frozen");

  static List<Topic<?>> topics() {
    return Topics.all();
  }

  @ParameterizedTest
  @MethodSource("topics")
  void shouldReadEveryFrozenVersion(Topic<?> topic) throws IOException {
    Schema present = topic.codec().schema();
    for (Schema frozen : frozen(present.getName())) {
      SchemaCompatibility.SchemaPairCompatibility pair =
          SchemaCompatibility.checkReaderWriterCompatibility(present, frozen);
      assertThat(pair.getType())
          .as(pair.getDescription())
          .isEqualTo(SchemaCompatibilityType.COMPATIBLE);
    }
  }

  @ParameterizedTest
  @MethodSource("topics")
  void shouldHaveFrozenThePresentVersion(Topic<?> topic) throws IOException {
    Schema present = topic.codec().schema();
    assertThat(frozen(present.getName()))
        .as(
            "%s has changed: add it as src/test/resources/frozen/v<next>/%s.avsc (target/%s.avsc"
                + " holds it), leave the earlier files as they are, and give the earlier version to"
                + " its codec in Topics",
            present.getName(), present.getName(), present.getName())
        .extracting(SchemaNormalization::parsingFingerprint64)
        .contains(written(present));
  }

  private static long written(Schema present) throws IOException {
    Files.writeString(
        Path.of("target", present.getName() + ".avsc"), present.toString(true) + "\n");
    return SchemaNormalization.parsingFingerprint64(present);
  }

  private static List<Schema> frozen(String name) throws IOException {
    try (Stream<Path> versions = Files.list(FROZEN)) {
      return versions
          .map(version -> version.resolve(name + ".avsc"))
          .filter(Files::exists)
          .map(EvolutionTest::parse)
          .toList();
    }
  }

  private static Schema parse(Path file) {
    try {
      return Objects.requireNonNull(new SchemaParser().parse(file).mainSchema());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
