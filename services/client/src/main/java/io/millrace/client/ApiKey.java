package io.millrace.client;

import java.net.http.HttpRequest;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a service with keys asks for. No message has it, and {@link #toString} tells nothing of it.
 * Thread-safe if its source is.
 */
final class ApiKey {
  private final Supplier<@Nullable String> source;

  /**
   * A key.
   *
   * @param source asked for each request, so that a key may change; null or blank for none
   */
  ApiKey(Supplier<@Nullable String> source) {
    this.source = source;
  }

  /** Puts the key into the request. */
  HttpRequest.Builder into(HttpRequest.Builder request) {
    String key = source.get();
    return key == null || key.isBlank()
        ? request
        : request.header("Authorization", "Bearer " + checked(key.strip()));
  }

  /** What no header can hold would be told of with its text. */
  private static String checked(String key) {
    if (!key.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw new IllegalArgumentException(
          "apiKey: must be of visible ASCII characters, and is not (it is not shown)");
    }
    return key;
  }

  @Override
  public String toString() {
    return "ApiKey[not shown]";
  }
}
