package io.millrace.recommend.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.runtime.UserFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyFileTest {
  private static final String DIGEST = "0123456789abcdef".repeat(4);

  @TempDir Path directory = Path.of("");

  @Test
  void shouldReadBackWhatItWrote() throws IOException {
    Instant day = Instant.parse("2026-11-28T00:00:00Z");
    List<ApiKey> keys =
        List.of(
            new ApiKey("shop", Set.of(Scope.READ, Scope.EVENTS), DIGEST, day, null, null),
            new ApiKey(
                "ops-2", Set.of(Scope.ADMIN), DIGEST, day, day.plusSeconds(9), new Rate(2.5, 7)));
    KeyFile file = new KeyFile(directory.resolve("keys.json"));

    file.write(keys);

    assertThat(file.read()).isEqualTo(keys);
    assertThat(Files.getPosixFilePermissions(file.path()))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(directory).isDirectoryNotContaining(path -> !path.equals(file.path()));
  }

  @Test
  void shouldHoldADigestAndNothingOfTheKey() throws IOException {
    String secret = ApiKey.newSecret(new SecureRandom());
    KeyFile file = new KeyFile(directory.resolve("keys.json"));
    file.write(
        List.of(
            new ApiKey("a", Set.of(Scope.READ), ApiKey.digest(secret), Instant.EPOCH, null, null)));

    assertThat(secret).matches("mr_[A-Za-z0-9_-]{43}");
    assertThat(Files.readString(file.path()))
        .doesNotContain(secret)
        .doesNotContain(secret.substring(ApiKey.PREFIX.length()));
  }

  /** FIPS 180-2, appendix B.1. */
  @Test
  void shouldDigestAsSha256Does() {
    assertThat(ApiKey.digest("abc"))
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[] | must be an object with one field",
        "{\"keys\":[],\"more\":1} | must be an object with one field",
        "{\"keys\": | must be JSON, is not: line 1",
        "{\"keys\":[{\"name\":\"a\"}]} | keys[0]: scopes: must be some of [read, events, admin]",
        "{\"keys\":[{\"name\":\"a b\",\"scopes\":[\"read\"]}]} | keys[0]: name: must be 1 to 64",
        "{\"keys\":[{\"name\":\"a\",\"scopes\":[\"root\"]}]} | was \"root\"",
        "{\"keys\":[{\"name\":\"a\",\"scopes\":[\"open\"]}]} | was \"open\"",
        "{\"keys\":[{\"name\":\"a\",\"scopes\":[\"read\"],\"sha256\":\"1\"}]} | sha256: must be 64",
        "{\"keys\":[{\"name\":\"a\",\"key\":\"x\"}]} | keys[0].key: unknown"
      })
  void shouldNameEntryFieldAndRuleWhenTheFileIsWrong(String text, String rule) throws IOException {
    Path file = Files.writeString(directory.resolve("keys.json"), text);

    assertThatThrownBy(() -> new KeyFile(file).read())
        .isInstanceOf(UserFault.class)
        .hasMessageContaining("keys.json: ")
        .hasMessageContaining(rule);
  }

  /** The first four bytes look like UTF-32, of which no character is that large. */
  @Test
  void shouldBlameTheFileWhenItsBytesAreNoText() throws IOException {
    byte[] bytes = {0, 0, (byte) 0xfe, (byte) 0xff, 0x7f, 0, 0, 0};
    Path file = Files.write(directory.resolve("keys.json"), bytes);

    assertThatThrownBy(() -> new KeyFile(file).read())
        .isInstanceOf(UserFault.class)
        .hasMessageContaining("keys.json: must be JSON in UTF-8");
  }

  @Test
  void shouldRefuseTheSameNameTwice() throws IOException {
    String entry = "{\"name\":\"a\",\"scopes\":[\"read\"],\"sha256\":\"" + DIGEST + "\"}";
    Path file =
        Files.writeString(directory.resolve("k.json"), "{\"keys\":[" + entry + "," + entry + "]}");

    assertThatThrownBy(() -> new KeyFile(file).read()).hasMessageContaining("is twice: a");
  }
}
