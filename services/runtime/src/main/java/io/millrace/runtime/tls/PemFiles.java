package io.millrace.runtime.tls;

import io.millrace.runtime.UserFault;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Certificates and keys in PEM (RFC 7468). */
final class PemFiles {
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----");

  /** The kinds of key that TLS knows, as PKCS #8 does not say in words which it is. */
  private static final List<String> KINDS = List.of("RSA", "EC", "EdDSA");

  private PemFiles() {}

  /**
   * Reads an identity.
   *
   * @throws UserFault if a file holds something else
   */
  static Identity read(Path certificate, Path privateKey) throws IOException {
    List<X509Certificate> chain = chain(certificate);
    return Identity.of(certificate + ", " + privateKey, key(privateKey), chain);
  }

  private static List<X509Certificate> chain(Path file) throws IOException {
    List<X509Certificate> chain =
        BLOCK
            .matcher(Files.readString(file, StandardCharsets.US_ASCII))
            .results()
            .filter(block -> block.group(1).endsWith("CERTIFICATE"))
            .map(block -> certificate(file, decoded(file, block.group(2))))
            .toList();
    if (chain.isEmpty()) {
      throw new UserFault(
          file + ": must hold a certificate in PEM (-----BEGIN CERTIFICATE-----), has none");
    }
    return chain;
  }

  private static X509Certificate certificate(Path file, byte[] der) {
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      return (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der));
    } catch (CertificateException e) {
      throw new UserFault(file + ": has a certificate that cannot be read; " + e.getMessage(), e);
    }
  }

  private static PrivateKey key(Path file) throws IOException {
    Matcher block = BLOCK.matcher(Files.readString(file, StandardCharsets.US_ASCII));
    while (block.find()) {
      String kind = block.group(1);
      if (kind.equals("PRIVATE KEY")) {
        return key(file, decoded(file, block.group(2)));
      }
      if (kind.endsWith("PRIVATE KEY")) {
        throw new UserFault(
            "%s: must hold a private key in PKCS #8 without a password, was %s; convert it: openssl pkcs8 -topk8 -nocrypt -in %s -out NEW"
                .formatted(file, kind, file));
      }
    }
    throw new UserFault(
        file + ": must hold a private key in PEM (-----BEGIN PRIVATE KEY-----), has none");
  }

  private static PrivateKey key(Path file, byte[] der) {
    PKCS8EncodedKeySpec encoded = new PKCS8EncodedKeySpec(der);
    for (String kind : KINDS) {
      try {
        return KeyFactory.getInstance(kind).generatePrivate(encoded);
      } catch (GeneralSecurityException e) {
        // Of another kind: the next is tried, and after the last it is refused.
      }
    }
    throw new UserFault(file + ": must be a key of kind RSA, EC or Ed25519, is of none of these");
  }

  private static byte[] decoded(Path file, String base64) {
    try {
      return Base64.getMimeDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw new UserFault(file + ": is no PEM: what is between its lines is no Base64", e);
    }
  }
}
