package io.millrace.tests.fuzz;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.features.registry.RatingReader;
import io.millrace.features.registry.RegistrySettings;
import io.millrace.features.registry.RegistryUnavailableException;
import io.millrace.features.registry.UnreadableRatingException;
import io.millrace.fuzzing.FuzzTarget;
import io.millrace.schemas.RatingEvent;
import io.millrace.schemas.Topics;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * Ratings in a schema registry's encoding, and what the registry answers. An input begins with the
 * status of the answer and goes on with its body, a zero byte and the value, whose schema id is
 * made one that has not been asked for. What is taken is read again as ours.
 */
public final class RegisteredRatingTarget implements FuzzTarget {
  private static final int[] STATUSES = {200, 404, 401, 503};
  private static final int HEADER_BYTES = 5;

  /** Marker and fingerprint of our own encoding. */
  private static final int OUR_HEADER_BYTES = 10;

  private static final RatingEvent RATING = new RatingEvent("ann", "7", 4.5, 978_300_760_000L, "e");

  private static final String OTHER =
      """
      {"type":"record","name":"Stars","fields":[{"name":"user_id","type":"string"},
       {"name":"item_id","type":["null","string"]},{"name":"rating","type":"int"},
       {"name":"tags","type":{"type":"map","values":"bytes"}},{"name":"timestamp","type":"int"}]}
      """;

  private final HttpServer registry;
  private RatingReader reader;
  private byte[] answer = new byte[0];
  private int status = 200;
  private int id;

  /** With a registry on a port of its own. */
  public RegisteredRatingTarget() throws IOException {
    registry = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    registry.createContext("/", this::answer);
    registry.start();
    reader = newReader();
  }

  private RatingReader newReader() {
    String url = "http://127.0.0.1:" + registry.getAddress().getPort();
    Duration patience = Duration.ofSeconds(5);
    return RatingReader.of(
        new RegistrySettings(url, patience, 1000, Duration.ZERO, patience),
        new SimpleMeterRegistry());
  }

  private synchronized void answer(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(status, answer.length == 0 ? -1 : answer.length);
    exchange.getResponseBody().write(answer);
    exchange.close();
  }

  private synchronized void answers(int with, byte[] body) {
    status = with;
    answer = body;
  }

  @Override
  public List<byte[]> seeds() {
    byte[] ours = Topics.RATINGS.codec().encode(RATING);
    byte[] bare = Arrays.copyOfRange(ours, OUR_HEADER_BYTES, ours.length);
    byte[] other = {6, 'a', 'n', 'n', 2, 2, '7', 8, 0, 14};
    return List.of(
        seed(0, schema(Topics.RATINGS.codec().schema().toString()), registered(bare)),
        seed(0, schema(OTHER), registered(other)),
        seed(0, "{\"schemaType\":\"JSON\",\"schema\":\"{}\"}", registered(bare)),
        seed(0, "{\"references\":[{\"name\":\"a\"}],\"schema\":\"\"}", registered(bare)),
        seed(1, "{\"error_code\":40403}", registered(bare)),
        seed(3, "", registered(bare)),
        seed(0, "", ours));
  }

  private static String schema(String avro) {
    return "{\"schema\":" + JsonNodeFactory.instance.textNode(avro) + "}";
  }

  private static byte[] registered(byte[] avro) {
    return ByteBuffer.allocate(HEADER_BYTES + avro.length).position(HEADER_BYTES).put(avro).array();
  }

  private static byte[] seed(int status, String answer, byte[] value) {
    ByteArrayOutputStream seed = new ByteArrayOutputStream();
    seed.write(status);
    seed.writeBytes(answer.getBytes(StandardCharsets.UTF_8));
    seed.write(0);
    seed.writeBytes(value);
    return seed.toByteArray();
  }

  @Override
  public List<String> words() {
    return List.of(
        "\"schema\":",
        "\"schemaType\":\"AVRO\"",
        "\"type\":\"record\"",
        "\"name\":\"rating\"",
        "\"type\":\"double\"",
        "\"aliases\":[",
        "\"default\":",
        "\"symbols\":[",
        "40403",
        "null");
  }

  @Override
  public boolean take(byte[] input) {
    int from = Math.min(1, input.length);
    int to = from;
    while (to < input.length && input[to] != 0) {
      to++;
    }
    int status = from == 0 ? 0 : Byte.toUnsignedInt(input[0]) % STATUSES.length;
    answers(STATUSES[status], Arrays.copyOfRange(input, from, to));
    return takes(unasked(Arrays.copyOfRange(input, Math.min(to + 1, input.length), input.length)));
  }

  private byte[] unasked(byte[] value) {
    if (value.length >= HEADER_BYTES && value[0] == 0) {
      ByteBuffer.wrap(value).putInt(1, id++);
    }
    return value;
  }

  private boolean takes(byte[] value) {
    try {
      requireSame(value, reader.read(value));
      return true;
    } catch (UnreadableRatingException refused) {
      return false;
    } catch (RegistryUnavailableException unanswered) {
      renew(); // this one would not ask for a while
      return false;
    }
  }

  private static void requireSame(byte[] value, RatingEvent read) {
    RatingEvent again =
        RatingReader.withoutRegistry().read(RatingReader.inOurEncoding(value, read));
    if (!Arrays.equals(ours(again), ours(read))) { // a rating that is no number equals none
      throw new AssertionError("read as " + read + ", and in our own encoding as " + again);
    }
  }

  private static byte[] ours(RatingEvent event) {
    return Topics.RATINGS.codec().encode(event);
  }

  @Override
  public void renew() {
    reader.close();
    reader = newReader();
  }

  @Override
  public void close() {
    reader.close();
    registry.stop(0);
  }
}
