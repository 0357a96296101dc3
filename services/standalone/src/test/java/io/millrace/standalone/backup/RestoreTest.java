package io.millrace.standalone.backup;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.runtime.UserFault;
import io.millrace.runtime.kafka.KafkaSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damaged dumps: each is refused before a broker is asked for anything (there is none). */
class RestoreTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden/dump-v1");

  @TempDir Path dump;

  @BeforeEach
  void copy() throws IOException {
    try (Stream<Path> files = Files.list(GOLDEN)) {
      for (Path file : files.toList()) {
        Files.copy(file, dump.resolve(String.valueOf(file.getFileName())));
      }
    }
  }

  @Test
  void shouldMissAManifest() throws IOException {
    Files.delete(dump.resolve("manifest.json"));

    assertRefused("has no manifest.json");
  }

  @Test
  void shouldRefuseANewerFormat() throws IOException {
    inManifest("\"format\": 1", "\"format\": 2");

    assertRefused("format: must be 1 to 1, was 2");
  }

  @Test
  void shouldRefuseWhatIsNoManifest() throws IOException {
    Files.writeString(dump.resolve("manifest.json"), "{\"format\":");

    assertRefused("must be the manifest of a dump");
  }

  @Test
  void shouldMissAFile() throws IOException {
    Files.delete(dump.resolve("ratings.v1.ndjson"));

    assertRefused("ratings.v1.ndjson: must be there");
  }

  @Test
  void shouldFindAFileThatIsShorter() throws IOException {
    Path file = dump.resolve("ratings.v1.ndjson");
    Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 100));

    assertRefused("bytes, has 100; the dump is damaged");
  }

  @Test
  void shouldFindAByteThatIsAnother() throws IOException {
    Path file = dump.resolve("items.v1.ndjson");
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);

    assertRefused("items.v1.ndjson: must have SHA-256");
  }

  @Test
  void shouldReadNothingOutsideTheDirectory() throws IOException {
    inManifest("\"file\": \"ratings", "\"file\": \"../ratings");

    assertRefused("must be a name in the dump's directory, was ../ratings.v1.ndjson");
  }

  @Test
  void shouldNotKnowOtherTopics() throws IOException {
    inManifest("\"topic\": \"ratings.v1\"", "\"topic\": \"item-features.v1\"");

    assertRefused("topic: must be one that dumps hold, was item-features.v1");
  }

  private void inManifest(String what, String with) throws IOException {
    Path file = dump.resolve("manifest.json");
    Files.writeString(file, Files.readString(file).replace(what, with));
  }

  private void assertRefused(String reason) {
    Restore restore =
        new Restore(
            KafkaSettings.of("127.0.0.1:1"),
            dump,
            new Restore.Target(null, null, (short) -1, false),
            BackupProgress.NONE);
    assertThatThrownBy(restore::run).isInstanceOf(UserFault.class).hasMessageContaining(reason);
  }
}
