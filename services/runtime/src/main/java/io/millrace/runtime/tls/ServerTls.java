package io.millrace.runtime.tls;

import io.millrace.runtime.IoReason;
import io.millrace.runtime.UserFault;
import io.millrace.runtime.watch.Watched;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * A server's certificate, read from files and read again when they change: connections from then on
 * are shown the new one, those that are open stay. Thread-safe.
 */
public final class ServerTls implements AutoCloseable {
  /** What is spoken, the newest first; older versions are broken. */
  public static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");

  private final Watched<List<Identity>> identities;
  private final X509ExtendedKeyManager keyManager;

  private ServerTls(Watched<List<Identity>> identities) {
    this.identities = identities;
    this.keyManager = new CurrentKeyManager(identities::current);
  }

  /**
   * Reads the certificate; null where the settings name none.
   *
   * @param section of the settings, such as {@code recommend.tls}
   * @throws UserFault if it cannot be read, or key and certificate are not of one pair
   */
  public static @Nullable ServerTls open(String section, TlsSettings settings) {
    if (!settings.enabled()) {
      return null;
    }
    try {
      return new ServerTls(
          Watched.start(
              section,
              settings.files(),
              settings.reloadInterval(),
              before -> withBefore(read(settings), before)));
    } catch (IOException e) {
      throw new UserFault(
          "%s: the certificate's files must be readable (%s)".formatted(section, IoReason.of(e)),
          e);
    } catch (UserFault e) {
      throw new UserFault(section + ": " + e.getMessage(), e);
    }
  }

  private static List<Identity> withBefore(Identity newest, @Nullable List<Identity> before) {
    return Stream.concat(
            Stream.of(newest), Stream.ofNullable(before).flatMap(List::stream).limit(1))
        .toList();
  }

  private static Identity read(TlsSettings settings) throws IOException {
    Path certificate = Objects.requireNonNull(settings.certificate());
    return settings.isStore()
        ? KeyStoreFile.read(certificate, Objects.requireNonNull(settings.passwordFile()))
        : PemFiles.read(certificate, Objects.requireNonNull(settings.privateKey()));
  }

  /** Shows new connections the certificate of the moment. */
  public X509ExtendedKeyManager keyManager() {
    return keyManager;
  }

  /** For servers of the JDK. */
  public SSLContext context() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(new KeyManager[] {keyManager}, null, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JVM has TLS", e);
    }
  }

  /** When the certificate of the moment ends. */
  public Instant expires() {
    return identities.current().getFirst().expires();
  }

  /** Looks at the files now, before the interval is over; whether the certificate is another. */
  public boolean look() {
    return identities.look();
  }

  @Override
  public void close() {
    identities.close();
  }
}
