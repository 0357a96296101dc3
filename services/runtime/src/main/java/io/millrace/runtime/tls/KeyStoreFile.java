package io.millrace.runtime.tls;

import io.millrace.runtime.UserFault;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A certificate and its key in a PKCS #12 store. */
final class KeyStoreFile {
  private KeyStoreFile() {}

  /**
   * Reads the identity of a store that has one.
   *
   * @throws UserFault if it has none or several, or the password is another
   */
  static Identity read(Path file, Path passwordFile) throws IOException {
    char[] password = Files.readString(passwordFile, StandardCharsets.UTF_8).strip().toCharArray();
    try {
      return only(file, open(file, passwordFile, password), password);
    } catch (GeneralSecurityException e) {
      throw new UserFault(file + ": cannot be read as a PKCS #12 store; " + e.getMessage(), e);
    } finally {
      Arrays.fill(password, '\0');
    }
  }

  private static KeyStore open(Path file, Path passwordFile, char[] password)
      throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    byte[] bytes = Files.readAllBytes(file);
    try {
      store.load(new ByteArrayInputStream(bytes), password);
      return store;
    } catch (IOException e) {
      throw new UserFault(
          "%s: cannot be opened (%s); must be a PKCS #12 store whose password is the first line of %s"
              .formatted(file, e.getMessage(), passwordFile),
          e);
    }
  }

  private static Identity only(Path file, KeyStore store, char[] password)
      throws GeneralSecurityException {
    @Nullable Identity found = null;
    for (String alias : Collections.list(store.aliases())) {
      Key key = store.getKey(alias, password);
      if (key instanceof PrivateKey own) {
        if (found != null) {
          throw new UserFault(file + ": must hold one private key, has several");
        }
        found = Identity.of(file.toString(), own, chain(store.getCertificateChain(alias)));
      }
    }
    if (found == null) {
      throw new UserFault(file + ": must hold a private key with its certificate, has none");
    }
    return found;
  }

  private static List<X509Certificate> chain(Certificate[] chain) {
    return Arrays.stream(chain).map(X509Certificate.class::cast).toList();
  }
}
