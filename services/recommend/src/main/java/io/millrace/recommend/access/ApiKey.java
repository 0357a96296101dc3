package io.millrace.recommend.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A key as the service knows it: by its digest. The key itself is shown once, when it is made, and
 * kept by its holder only. It is 256 random bits, so that a fast digest without salt is as good as
 * a slow one: there is nothing to guess.
 *
 * @param name who holds it, 1 to 64 letters, digits, dots, dashes and underscores
 * @param scopes what it allows, at least one
 * @param sha256 the SHA-256 of the key's text, 64 hexadecimal digits
 * @param created when it was made
 * @param expires from when on it is worth nothing; null for never
 * @param rate how often it may be used; null for what holds for all
 */
public record ApiKey(
    String name,
    Set<Scope> scopes,
    String sha256,
    Instant created,
    @Nullable Instant expires,
    @Nullable Rate rate) {
  /** What a key begins with, so that who finds one knows what it is. */
  public static final String PREFIX = "mr_";

  private static final int RANDOM_BYTES = 32;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");
  private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

  public ApiKey {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "name: must be 1 to 64 letters, digits, dots, dashes and underscores, was \""
              + name
              + "\"");
    }
    if (scopes.isEmpty() || scopes.contains(Scope.OPEN)) {
      throw new IllegalArgumentException(
          "scopes: must be some of " + Scope.words().toList() + ", was " + scopes);
    }
    if (!DIGEST.matcher(sha256).matches()) {
      throw new IllegalArgumentException(
          "sha256: must be 64 hexadecimal digits in lower case, was \"" + sha256 + "\"");
    }
    scopes = Set.copyOf(scopes);
  }

  /** The text of a new key. */
  public static String newSecret(SecureRandom random) {
    byte[] bytes = new byte[RANDOM_BYTES];
    random.nextBytes(bytes);
    return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** What is kept of a key's text. */
  public static String digest(String secret) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }

  /** Whether the key is worth something at this time. */
  boolean holdsAt(Instant now) {
    return expires == null || now.isBefore(expires);
  }
}
