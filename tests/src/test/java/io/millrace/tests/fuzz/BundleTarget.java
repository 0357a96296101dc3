package io.millrace.tests.fuzz;

import io.millrace.fuzzing.FuzzTarget;
import io.millrace.model.bundle.Bundle;
import io.millrace.model.bundle.BundleFault;
import io.millrace.model.recommendation.Generation;
import io.millrace.schemas.Demographics;
import io.millrace.schemas.Item;
import io.millrace.schemas.User;
import io.millrace.tests.benchmark.RandomModel;
import io.millrace.tests.rig.Catalogue;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * What a bundle holds, under a header whose length and digest are right, so that damage gets beyond
 * them; what can be read is made a generation of, as serving does.
 */
public final class BundleTarget implements FuzzTarget {
  private static final byte[] MAGIC = "MILLRACE".getBytes(StandardCharsets.US_ASCII);
  private static final int DIGEST = 32;
  private static final int HEADER = MAGIC.length + Integer.BYTES + Long.BYTES + DIGEST;

  private static final Catalogue TWO_ITEMS =
      new Catalogue(
          "",
          List.of(
              new Item("1", "Heat", 1995, List.of("Drama"), Map.of(), true, null),
              new Item("2", "X", null, List.of("War"), Map.of("plan", "free"), true, null)),
          List.of(new User("a", new Demographics(25, "F", "x", "1"), Map.of())),
          List.of());

  @Override
  public List<byte[]> seeds() {
    byte[] bundle = RandomModel.of(new RandomModel.Shape(2, 4, 2), TWO_ITEMS, 1).write();
    return List.of(Arrays.copyOfRange(bundle, HEADER, bundle.length));
  }

  @Override
  public boolean take(byte[] input) {
    try {
      Generation.of("g000001", Bundle.read(withHeader(input)), List.of(), new float[0][]);
      return true;
    } catch (BundleFault | IllegalArgumentException refused) {
      return false;
    }
  }

  private static byte[] withHeader(byte[] body) {
    return ByteBuffer.allocate(HEADER + body.length)
        .put(MAGIC)
        .putInt(Bundle.LAYOUT_VERSION)
        .putLong(body.length)
        .put(digest(body))
        .put(body)
        .array();
  }

  private static byte[] digest(byte[] body) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(body);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
