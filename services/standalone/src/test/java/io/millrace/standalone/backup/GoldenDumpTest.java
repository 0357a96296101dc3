package io.millrace.standalone.backup;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.Demographics;
import io.millrace.schemas.Item;
import io.millrace.schemas.RatingEvent;
import io.millrace.schemas.Topic;
import io.millrace.schemas.Topics;
import io.millrace.schemas.User;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every format that was ever written is read back: a dump of each lies under {@code
 * src/test/resources/golden} and is never edited. A change to the format gets another directory,
 * and so does a topic that is dumped for the first time.
 */
class GoldenDumpTest {
  private static final Path V1 = Path.of("src/test/resources/golden/dump-v1");
  private static final Path V1_MORE = Path.of("src/test/resources/golden/dump-v1-more");

  @Test
  void shouldReadTheFirstFormat() {
    DumpManifest manifest = DumpManifest.read(V1);

    assertThat(manifest.records()).isEqualTo(6);
    assertThat(manifest.createdAt()).isEqualTo("2026-11-28T12:00:00Z");
    DumpLine item = lines(V1, manifest, Topics.ITEMS).getFirst();
    assertThat(item.key()).isEqualTo("7".getBytes(StandardCharsets.UTF_8));
    assertThat(item.offset()).isEqualTo(4);
    assertThat(Topics.ITEMS.codec().decode(requireNonNull(item.value())))
        .isEqualTo(
            new Item(
                "7",
                "Sieben – Größe",
                1995,
                List.of("Crime", "Thriller"),
                Map.of("tmdb", "807"),
                true,
                null));
    assertThat(
            Topics.USERS
                .codec()
                .decode(requireNonNull(lines(V1, manifest, Topics.USERS).getFirst().value())))
        .isEqualTo(new User("ann", new Demographics(33, "F", null, null), Map.of()));
  }

  @Test
  void shouldKeepRatingsAsTheyWereAlsoWhereNobodyCanReadThem() {
    List<DumpLine> ratings = lines(V1, DumpManifest.read(V1), Topics.RATINGS);

    assertThat(ratings).extracting(DumpLine::partition).containsExactly(0, 0, 1, 1);
    assertThat(ratings)
        .extracting(DumpLine::timestamp)
        .containsExactly(978_300_760_000L, 5L, 6L, 7L);
    DumpLine first = ratings.getFirst();
    assertThat(first.value())
        .isEqualTo(
            Topics.RATINGS
                .codec()
                .encode(new RatingEvent("ann", "7", 4.5, 978_300_760_000L, null)));
    assertThat(first.headers().getFirst().name()).isEqualTo("source");
    assertThat(first.headers().getFirst().value()).isEqualTo(new byte[] {'r', 0, 'w'});
    assertThat(ratings.get(1).key()).isEqualTo(new byte[] {(byte) 0xFF, (byte) 0xFE});
    assertThat(ratings.get(1).value()).isEqualTo(new byte[] {1, 2, 3});
    assertThat(ratings.get(2).key()).isNull();
    assertThat(Topics.RATINGS.codec().decode(requireNonNull(ratings.get(2).value())).getEventId())
        .isEqualTo("e-1");
    assertThat(ratings.get(3).value()).isNull();
  }

  @Test
  void shouldReadTheFirstFormatOfEachOtherTopic() {
    DumpManifest manifest = DumpManifest.read(V1_MORE);

    for (GoldenRecords.Golden golden : GoldenRecords.all()) {
      DumpLine line = lines(V1_MORE, manifest, golden.topic()).getFirst();
      assertThat(new String(requireNonNull(line.key()), StandardCharsets.UTF_8))
          .isEqualTo(golden.key());
      assertThat(golden.topic().codec().decode(requireNonNull(line.value())))
          .isEqualTo(golden.value());
    }
  }

  @Test
  void shouldHaveARecordOfEveryTopicThatADumpWrites() {
    assertThat(Stream.of(V1, V1_MORE).map(DumpManifest::read).flatMap(GoldenDumpTest::topics))
        .as("topics with a golden record; one that is dumped from now on needs a dump of its own")
        .containsAll(DumpedTopic.IN_ORDER.stream().map(DumpedTopic::name).toList());
  }

  private static Stream<String> topics(DumpManifest manifest) {
    return manifest.files().stream()
        .filter(file -> file.records() > 0)
        .map(DumpManifest.Entry::topic);
  }

  private static List<DumpLine> lines(Path dump, DumpManifest manifest, Topic<?> topic) {
    DumpReader reader = new DumpReader(dump);
    DumpManifest.Entry entry =
        manifest.files().stream()
            .filter(file -> file.topic().equals(topic.name()))
            .findFirst()
            .orElseThrow();
    reader.verify(entry, _ -> {});
    List<DumpLine> lines = new ArrayList<>();
    reader.read(entry, DumpedTopic.named(topic.name()).orElseThrow(), lines::add);
    return lines;
  }
}
