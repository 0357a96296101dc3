package io.millrace.runtime.tls;

import io.millrace.runtime.UserFault;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/**
 * Who a server is: a certificate, those that it was issued by, and the key to it.
 *
 * @param alias tells it from the one before
 * @param key the private key
 * @param chain the server's own certificate first
 */
record Identity(String alias, PrivateKey key, List<X509Certificate> chain) {
  private static final int CHALLENGE_BYTES = 32;

  Identity {
    chain = List.copyOf(chain);
  }

  /**
   * An identity whose key belongs to its certificate.
   *
   * @param place where it is from, for the refusal
   * @throws UserFault if the key is another's
   */
  static Identity of(String place, PrivateKey key, List<X509Certificate> chain) {
    X509Certificate own = chain.getFirst();
    if (!belongs(key, own)) {
      throw new UserFault(
          place
              + ": the private key must be the one of the first certificate, "
              + own.getSubjectX500Principal().getName()
              + ", and is another; the server's own certificate comes first, those that issued it"
              + " follow");
    }
    String alias =
        own.getSerialNumber().toString(16) + "-" + own.getNotAfter().toInstant().getEpochSecond();
    return new Identity(alias, key, chain);
  }

  private static boolean belongs(PrivateKey key, X509Certificate certificate) {
    byte[] challenge = new byte[CHALLENGE_BYTES];
    new SecureRandom().nextBytes(challenge);
    try {
      Signature signature = Signature.getInstance(algorithm(key));
      signature.initSign(key);
      signature.update(challenge);
      byte[] signed = signature.sign();
      signature.initVerify(certificate.getPublicKey());
      signature.update(challenge);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      return false; // a key of another kind than the certificate's
    }
  }

  private static String algorithm(PrivateKey key) {
    return switch (key.getAlgorithm()) {
      case "EC" -> "SHA256withECDSA";
      case "RSA" -> "SHA256withRSA";
      default -> key.getAlgorithm();
    };
  }

  /** Whether it can be shown to who asks for a key of this kind. */
  boolean serves(String keyType) {
    return key.getAlgorithm().equals(keyType)
        || (key.getAlgorithm().equals("EdDSA") && keyType.startsWith("Ed"));
  }

  /** When the server's certificate ends. */
  Instant expires() {
    return chain.getFirst().getNotAfter().toInstant();
  }
}
