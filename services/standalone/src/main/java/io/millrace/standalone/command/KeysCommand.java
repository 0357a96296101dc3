package io.millrace.standalone.command;

import io.millrace.recommend.access.ApiKey;
import io.millrace.recommend.access.KeyFile;
import io.millrace.recommend.access.Rate;
import io.millrace.recommend.access.Scope;
import io.millrace.runtime.IoReason;
import io.millrace.runtime.UserFault;
import io.millrace.standalone.console.Console;
import io.millrace.standalone.console.LogFile;
import io.millrace.standalone.console.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Makes, lists and revokes API keys. */
@Command(
    name = "keys",
    description =
        "Makes, lists and revokes API keys. A service that has the file notices within seconds.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "create|list|revoke",
    footer = {
      "",
      "Examples:",
      "  millrace keys create --file keys.json --name shop --scopes read,events",
      "  millrace keys create --file keys.json --name ops --scopes read,admin --expires 90d",
      "  millrace keys list --file keys.json",
      "  millrace keys revoke --file keys.json --name shop",
      "  millrace recommend --set recommend.access.keys_file=keys.json"
    })
public final class KeysCommand {
  private final Console console = Console.standard();

  /** Adds a key to the file and prints it. */
  @Command(
      name = "create",
      description =
          "Adds a key to the file, which is made if it is not there, and prints it: this once, the"
              + " file has only its digest.",
      mixinStandardHelpOptions = true)
  int create(
      @Option(
              names = "--file",
              paramLabel = "FILE",
              required = true,
              description = "File of the keys; as recommend.access.keys_file.")
          Path file,
      @Option(
              names = "--name",
              paramLabel = "NAME",
              required = true,
              description = "Who will hold it; the audit log has this name.")
          String name,
      @Option(
              names = "--scopes",
              paramLabel = "SCOPE",
              split = ",",
              required = true,
              description =
                  "What it allows, of read, events and admin; separated by commas. None includes"
                      + " another.")
          List<String> scopes,
      @Option(
              names = "--expires",
              paramLabel = "TIME",
              description = "How long it is worth something: 90d, 12h (default: for ever).")
          @Nullable String expires,
      @Option(
              names = "--requests-per-second",
              paramLabel = "N",
              description =
                  "How often it may be used (default: recommend.access.requests_per_second).")
          @Nullable Double perSecond,
      @Option(
              names = "--burst",
              paramLabel = "N",
              description = "How often at once (default: as often as in a second).")
          @Nullable Integer burst) {
    LogFile.ofCommand("keys");
    List<ApiKey> keys = new ArrayList<>(Files.exists(file) ? read(file) : List.of());
    if (keys.stream().anyMatch(key -> key.name().equals(name))) {
      throw new UserFault(
          "--name: must be another than those in the file, was \""
              + name
              + "\"; revoke that one first, or make a second key beside it to rotate without a"
              + " pause");
    }
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    String secret = ApiKey.newSecret(new SecureRandom());
    keys.add(
        checked(
            () ->
                new ApiKey(
                    name,
                    scopes(scopes),
                    ApiKey.digest(secret),
                    now,
                    expires == null ? null : now.plus(duration(expires)),
                    rate(perSecond, burst))));
    write(file, keys);
    console.say("%s", secret);
    return 0;
  }

  /** Lists what the file has. */
  @Command(
      name = "list",
      description = "Lists names, scopes and dates; the keys themselves are not in the file.",
      mixinStandardHelpOptions = true)
  int list(
      @Option(
              names = "--file",
              paramLabel = "FILE",
              required = true,
              description = "File of the keys.")
          Path file) {
    LogFile.ofCommand("keys");
    Table table = new Table("name", "scopes", "created", "expires", "requests/s");
    for (ApiKey key : read(file)) {
      table.row(
          key.name(),
          key.scopes().stream().sorted().map(Scope::word).collect(Collectors.joining(",")),
          key.created().toString(),
          key.expires() == null ? "never" : key.expires().toString(),
          key.rate() == null
              ? ""
              : "%s, %d at once".formatted(key.rate().perSecond(), key.rate().burst()));
    }
    console.say("%s", table);
    return 0;
  }

  /** Takes a key out of the file. */
  @Command(
      name = "revoke",
      description = "Takes a key out of the file; services refuse it within seconds.",
      mixinStandardHelpOptions = true)
  int revoke(
      @Option(
              names = "--file",
              paramLabel = "FILE",
              required = true,
              description = "File of the keys.")
          Path file,
      @Option(
              names = "--name",
              paramLabel = "NAME",
              required = true,
              description = "Whose key it is.")
          String name) {
    LogFile.ofCommand("keys");
    List<ApiKey> keys = new ArrayList<>(read(file));
    if (!keys.removeIf(key -> key.name().equals(name))) {
      throw new UserFault(
          "--name: must be one of %s, was \"%s\""
              .formatted(keys.stream().map(ApiKey::name).toList(), name));
    }
    write(file, keys);
    console.say("%s: revoked", name);
    return 0;
  }

  private static Set<Scope> scopes(List<String> words) {
    return words.stream().map(KeysCommand::scope).collect(Collectors.toSet());
  }

  private static Scope scope(String word) {
    return Scope.named(word.strip().toLowerCase(Locale.ROOT))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "scopes: must be some of "
                        + Scope.words().toList()
                        + ", was \""
                        + word
                        + "\""));
  }

  private static @Nullable Rate rate(@Nullable Double perSecond, @Nullable Integer burst) {
    if (perSecond == null) {
      if (burst != null) {
        throw new IllegalArgumentException(
            "requests-per-second: must be given with --burst, was not");
      }
      return null;
    }
    return new Rate(perSecond, burst == null ? (int) Math.max(1, Math.ceil(perSecond)) : burst);
  }

  private static Duration duration(String text) {
    String iso = text.strip().toUpperCase(Locale.ROOT);
    try {
      Duration duration = Duration.parse(iso.endsWith("D") ? "P" + iso : "PT" + iso);
      if (duration.isPositive()) {
        return duration;
      }
    } catch (DateTimeParseException e) {
      // Refused below, with what is not positive.
    }
    throw new IllegalArgumentException("expires: must be like 90d or 12h, was \"" + text + "\"");
  }

  private interface Making {
    ApiKey make();
  }

  private static ApiKey checked(Making making) {
    try {
      return making.make();
    } catch (IllegalArgumentException e) {
      throw new UserFault("--" + e.getMessage(), e);
    }
  }

  private static List<ApiKey> read(Path file) {
    try {
      return new KeyFile(file).read();
    } catch (IOException e) {
      throw new UserFault(
          "--file " + file + ": cannot be read (" + IoReason.of(e) + "); check the path", e);
    }
  }

  private static void write(Path file, List<ApiKey> keys) {
    try {
      new KeyFile(file).write(keys);
    } catch (IOException e) {
      throw new UserFault(
          "--file " + file + ": cannot be written (" + IoReason.of(e) + "); check the path", e);
    }
  }
}
