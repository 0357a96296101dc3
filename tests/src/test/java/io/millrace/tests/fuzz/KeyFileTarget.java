package io.millrace.tests.fuzz;

import io.millrace.fuzzing.FuzzTarget;
import io.millrace.fuzzing.ScratchDirectory;
import io.millrace.recommend.access.KeyFile;
import io.millrace.runtime.UserFault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The file of API keys. */
public final class KeyFileTarget implements FuzzTarget {
  /** Looks like UTF-32. */
  private static final byte[] NO_CHARACTER = {0, 0, (byte) 0xfe, (byte) 0xff, 0x7f, 0, 0, 0};

  private static final String KEYS =
      "{\"keys\":[{\"name\":\"a\",\"scopes\":[\"read\"],\"sha256\":\""
          + "0".repeat(64)
          + "\",\"created\":\"2026-01-01T00:00:00Z\",\"requestsPerSecond\":2,\"burst\":3}]}";

  private final ScratchDirectory directory = ScratchDirectory.create();

  @Override
  public List<byte[]> seeds() {
    return List.of(KEYS.getBytes(StandardCharsets.UTF_8), NO_CHARACTER);
  }

  @Override
  public List<String> words() {
    return List.of("null", "[]", "{}", "-1", "1e999", "\"admin\"", "\"expires\":");
  }

  @Override
  public boolean take(byte[] input) throws IOException {
    try {
      new KeyFile(directory.write("keys.json", input)).read();
      return true;
    } catch (UserFault refused) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    directory.close();
  }
}
