package io.millrace.runtime.tls;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where a server's certificate is. Sections {@code recommend.tls} and {@code ops.tls}.
 *
 * @param certificate PEM file of the certificate and those that it was issued by, or a PKCS #12
 *     store; null for plain HTTP
 * @param privateKey PEM file of the key; null with a store
 * @param passwordFile file with the store's password; null with PEM files
 * @param reloadInterval time between looks for another certificate
 */
public record TlsSettings(
    @Nullable Path certificate,
    @Nullable Path privateKey,
    @Nullable Path passwordFile,
    Duration reloadInterval) {
  public TlsSettings {
    if (certificate == null && (privateKey != null || passwordFile != null)) {
      throw new IllegalArgumentException(
          "certificate: must be given with private_key or password_file, was empty");
    }
    if (isStore(certificate)) {
      requireStore(privateKey, passwordFile);
    } else if (certificate != null) {
      requirePem(privateKey, passwordFile);
    }
    if (reloadInterval.toMillis() < 100 || reloadInterval.toHours() > 24) {
      throw new IllegalArgumentException(
          "reload_interval: must be 100 ms to 24 h, was " + reloadInterval);
    }
  }

  private static void requireStore(@Nullable Path privateKey, @Nullable Path passwordFile) {
    if (privateKey != null) {
      throw new IllegalArgumentException(
          "private_key: must be empty with a PKCS #12 store, which has it, was " + privateKey);
    }
    if (passwordFile == null) {
      throw new IllegalArgumentException(
          "password_file: must be given with a PKCS #12 store, was empty");
    }
  }

  private static void requirePem(@Nullable Path privateKey, @Nullable Path passwordFile) {
    if (privateKey == null) {
      throw new IllegalArgumentException("private_key: must be given with certificate, was empty");
    }
    if (passwordFile != null) {
      throw new IllegalArgumentException(
          "password_file: must be empty with PEM files, whose key has no password, was "
              + passwordFile);
    }
  }

  /** Plain HTTP. */
  public static TlsSettings none() {
    return new TlsSettings(null, null, null, Duration.ofSeconds(10));
  }

  /** Whether there is a certificate. */
  public boolean enabled() {
    return certificate != null;
  }

  /** {@code http} or {@code https}. */
  public String scheme() {
    return enabled() ? "https" : "http";
  }

  /** Whether the certificate is in a PKCS #12 store. */
  boolean isStore() {
    return isStore(certificate);
  }

  /** All files that are named. */
  List<Path> files() {
    return Stream.<@Nullable Path>of(certificate, privateKey, passwordFile)
        .flatMap(Stream::ofNullable)
        .toList();
  }

  private static boolean isStore(@Nullable Path certificate) {
    String name = certificate == null ? "" : certificate.toString().toLowerCase(Locale.ROOT);
    return name.endsWith(".p12") || name.endsWith(".pfx");
  }
}
