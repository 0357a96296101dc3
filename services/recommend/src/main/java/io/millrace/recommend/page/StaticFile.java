package io.millrace.recommend.page;

import io.millrace.recommend.http.Reply;
import io.millrace.recommend.http.Request;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A file of the class path as it is sent: as it is or compressed, whichever the browser takes, and
 * not at all where the browser has it already. Browsers keep it and ask each time whether it is
 * still the same. Immutable.
 */
final class StaticFile {
  private static final int TAG_BYTES = 12;

  private final String contentType;
  private final Buffer plain;
  private final @Nullable Buffer compressed;
  private final Map<String, String> headers;

  private StaticFile(String contentType, byte[] bytes, Map<String, String> more) {
    this.contentType = contentType;
    this.plain = Buffer.buffer(bytes);
    byte[] gzip = gzip(bytes);
    this.compressed = gzip.length < bytes.length ? Buffer.buffer(gzip) : null;
    this.headers = new TreeMap<>(more);
    headers.put("ETag", tag(bytes));
    headers.put("Cache-Control", "no-cache");
    headers.put("Vary", "Accept-Encoding");
    headers.put("X-Content-Type-Options", "nosniff");
  }

  /**
   * Reads the file.
   *
   * @param name as {@link Class#getResourceAsStream} takes it, relative to this package
   * @param headers sent with it
   * @throws IllegalStateException if it is not there
   */
  static StaticFile of(String name, Map<String, String> headers) {
    try (InputStream in = StaticFile.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + ": is not packaged");
      }
      return new StaticFile(contentType(name), in.readAllBytes(), headers);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The answer to a request for it. */
  Reply reply(Request request) {
    if (among(request.header("If-None-Match"), String.valueOf(headers.get("ETag")))) {
      return new Reply(304, "", Buffer.buffer(), headers);
    }
    if (compressed == null || !takesGzip(request.header("Accept-Encoding"))) {
      return new Reply(200, contentType, plain, headers);
    }
    return new Reply(200, contentType, compressed, headers).with("Content-Encoding", "gzip");
  }

  private static boolean among(@Nullable String tags, String tag) {
    return tags != null && (tags.strip().equals("*") || tags.contains(tag.substring(2)));
  }

  private static boolean takesGzip(@Nullable String encodings) {
    if (encodings == null) {
      return false;
    }
    for (String encoding : encodings.toLowerCase(Locale.ROOT).split(",", -1)) {
      String plain = encoding.replace(" ", "");
      if (plain.equals("gzip") || plain.matches("gzip;q=(1|0\\.0*[1-9]).*")) {
        return true;
      }
    }
    return false;
  }

  private static String contentType(String name) {
    return switch (name.substring(name.lastIndexOf('.') + 1)) {
      case "html" -> "text/html; charset=utf-8";
      case "js" -> "text/javascript; charset=utf-8";
      case "css" -> "text/css; charset=utf-8";
      case "json" -> "application/json";
      case "svg" -> "image/svg+xml";
      case "png" -> "image/png";
      default -> throw new IllegalArgumentException(name + ": has no known type");
    };
  }

  /** Weak: it stands for the compressed bytes too. */
  private static String tag(byte[] bytes) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return "W/\"" + HexFormat.of().formatHex(digest, 0, TAG_BYTES) + "\"";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }

  private static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
