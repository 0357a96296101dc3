package io.millrace.standalone.command;

import io.millrace.runtime.UserFault;
import io.millrace.standalone.check.Api;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Where a running service is, and the key that it asks for. */
final class ServiceOptions {
  /** Of the environment: command lines are seen by everybody on the machine, and kept by shells. */
  static final String KEY = "MILLRACE_API_KEY";

  @Option(
      names = "--url",
      scope = ScopeType.INHERIT,
      paramLabel = "URL",
      defaultValue = "http://localhost:8080",
      description = "Where the service is (default: ${DEFAULT-VALUE}).")
  private String url = "";

  @Option(
      names = "--api-key-file",
      scope = ScopeType.INHERIT,
      paramLabel = "FILE",
      description =
          "File with the API key, where the service has keys (default: the environment's "
              + KEY
              + ").")
  private @Nullable Path keyFile;

  /**
   * The service.
   *
   * @throws UserFault if address or key are wrong
   */
  Api open() {
    return new Api(url, key());
  }

  private @Nullable String key() {
    String key = keyFile == null ? System.getenv(KEY) : read(keyFile);
    return key == null || key.isBlank() ? null : key.strip();
  }

  private static String read(Path file) {
    try {
      String key = Files.readString(file, StandardCharsets.US_ASCII).strip();
      if (key.isEmpty()) {
        throw new UserFault("--api-key-file: must have a key in it, " + file + " is empty");
      }
      return key;
    } catch (IOException e) {
      throw new UserFault("--api-key-file: cannot be read, was " + file, e);
    }
  }
}
