package io.millrace.recommend.access;

import io.millrace.runtime.IoReason;
import io.millrace.runtime.UserFault;
import io.millrace.runtime.watch.Watched;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The keys of the moment: those in the file, which is read again when it changes. Thread-safe. */
final class KeyRing implements AutoCloseable {
  private final Watched<List<ApiKey>> keys;
  private final InstantSource clock;

  private KeyRing(Watched<List<ApiKey>> keys, InstantSource clock) {
    this.keys = keys;
    this.clock = clock;
  }

  /**
   * Reads the file.
   *
   * @throws UserFault if it cannot be read or is not as it must be
   */
  static KeyRing open(Path file, Duration reloadInterval, InstantSource clock) {
    try {
      return new KeyRing(
          Watched.start(
              "recommend.access.keys_file",
              List.of(file),
              reloadInterval,
              before -> new KeyFile(file).read()),
          clock);
    } catch (IOException e) {
      throw new UserFault(
          "recommend.access.keys_file: must be a readable file (%s); make one: millrace keys create --file %s --name NAME --scopes read"
              .formatted(IoReason.of(e), file),
          e);
    } catch (UserFault e) {
      throw new UserFault("recommend.access.keys_file: " + e.getMessage(), e);
    }
  }

  /**
   * The key with this text. Takes as long whichever it is, and whether or not there is one, so that
   * time tells nothing.
   */
  Optional<ApiKey> find(String secret) {
    byte[] asked = ApiKey.digest(secret).getBytes(StandardCharsets.US_ASCII);
    @Nullable ApiKey found = null;
    for (ApiKey key : keys.current()) {
      if (MessageDigest.isEqual(key.sha256().getBytes(StandardCharsets.US_ASCII), asked)) {
        found = key;
      }
    }
    return Optional.ofNullable(found).filter(key -> key.holdsAt(clock.instant()));
  }

  /** Whether a key is still one of them, and as it was. */
  boolean has(ApiKey key) {
    return keys.current().contains(key) && key.holdsAt(clock.instant());
  }

  /** Looks at the file now. */
  void look() {
    var _ = keys.look();
  }

  @Override
  public void close() {
    keys.close();
  }
}
