package io.millrace.tests.rig;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Certificates for {@code localhost}, each signed by itself, made by the JDK's keytool in a
 * directory. For one thread.
 *
 * @param directory where they are kept
 */
public record Certificates(Path directory) {
  /** The password of every store. */
  public static final String PASSWORD = "of no worth";

  private static final String ALIAS = "server";
  private static final Base64.Encoder LINES =
      Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

  /**
   * A certificate's files.
   *
   * @param certificate in PEM
   * @param privateKey in PEM, PKCS #8
   * @param store certificate and key in PKCS #12
   * @param passwordFile of the store
   * @param trust the certificate alone in PKCS #12, with the same password
   */
  public record Pair(
      Path certificate, Path privateKey, Path store, Path passwordFile, Path trust) {}

  /**
   * Makes one.
   *
   * @param name of its files and its subject
   * @param algorithm RSA, EC or Ed25519
   */
  public Pair make(String name, String algorithm) throws IOException, InterruptedException {
    Path store = directory.resolve(name + ".p12");
    keytool(
        List.of(
            "-genkeypair",
            "-keystore",
            store.toString(),
            "-storepass",
            PASSWORD,
            "-alias",
            ALIAS,
            "-keyalg",
            algorithm,
            "-dname",
            "CN=" + name,
            "-validity",
            "30",
            "-ext",
            "SAN=dns:localhost,ip:127.0.0.1"));
    return files(name, store);
  }

  private Pair files(String name, Path store) throws IOException {
    try {
      KeyStore opened = open(store);
      Path certificate = directory.resolve(name + ".crt");
      Path privateKey = directory.resolve(name + ".key");
      Path passwordFile = Files.writeString(directory.resolve(name + ".password"), PASSWORD + "\n");
      Files.writeString(certificate, pem("CERTIFICATE", opened.getCertificate(ALIAS).getEncoded()));
      Key key = opened.getKey(ALIAS, PASSWORD.toCharArray());
      Files.writeString(privateKey, pem("PRIVATE KEY", key.getEncoded()));
      return new Pair(certificate, privateKey, store, passwordFile, trust(name, opened));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(store + ": as keytool made it", e);
    }
  }

  private Path trust(String name, KeyStore store) throws IOException, GeneralSecurityException {
    KeyStore trust = KeyStore.getInstance("PKCS12");
    trust.load(null, null);
    trust.setCertificateEntry(ALIAS, store.getCertificate(ALIAS));
    Path file = directory.resolve(name + "-trust.p12");
    try (var out = Files.newOutputStream(file)) {
      trust.store(out, PASSWORD.toCharArray());
    }
    return file;
  }

  /** Trusts these certificates and no other. */
  public static SSLContext trusting(Pair... files) {
    try {
      KeyStore trust = KeyStore.getInstance("PKCS12");
      trust.load(null, null);
      for (Pair each : files) {
        trust.setCertificateEntry(
            each.certificate().toString(), open(each.store()).getCertificate(ALIAS));
      }
      TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
      factory.init(trust);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, factory.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("certificates as keytool made them", e);
    }
  }

  private static KeyStore open(Path store) throws IOException, GeneralSecurityException {
    KeyStore opened = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      opened.load(in, PASSWORD.toCharArray());
    }
    return opened;
  }

  private static String pem(String kind, byte[] der) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(kind, LINES.encodeToString(der), kind);
  }

  private static void keytool(List<String> arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(arguments);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException("keytool: " + said);
    }
  }
}
