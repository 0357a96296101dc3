package io.millrace.runtime.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Shows each new connection the newest identity. A handshake that began with the one before ends
 * with it, as certificate and key are asked for one after the other. Thread-safe.
 */
final class CurrentKeyManager extends X509ExtendedKeyManager {
  private final Supplier<List<Identity>> identities;

  /**
   * Shows these.
   *
   * @param identities the newest first, then the one before
   */
  CurrentKeyManager(Supplier<List<Identity>> identities) {
    this.identities = identities;
  }

  @Override
  public @Nullable String chooseEngineServerAlias(
      String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
    return choose(keyType);
  }

  @Override
  public @Nullable String chooseServerAlias(
      String keyType, Principal @Nullable [] issuers, Socket socket) {
    return choose(keyType);
  }

  @Override
  public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
    String alias = choose(keyType);
    return alias == null ? null : new String[] {alias};
  }

  private @Nullable String choose(String keyType) {
    Identity newest = identities.get().getFirst();
    return newest.serves(keyType) ? newest.alias() : null;
  }

  @Override
  public X509Certificate @Nullable [] getCertificateChain(String alias) {
    Identity identity = find(alias);
    return identity == null ? null : identity.chain().toArray(X509Certificate[]::new);
  }

  @Override
  public @Nullable PrivateKey getPrivateKey(String alias) {
    Identity identity = find(alias);
    return identity == null ? null : identity.key();
  }

  private @Nullable Identity find(String alias) {
    for (Identity identity : identities.get()) {
      if (identity.alias().equals(alias)) {
        return identity;
      }
    }
    return null;
  }

  @Override
  public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
    return null; // a server only
  }

  @Override
  public @Nullable String chooseClientAlias(
      String[] keyType, Principal @Nullable [] issuers, Socket socket) {
    return null; // a server only
  }
}
