package io.millrace.model.bundle;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.model.encode.FeatureEncoder;
import io.millrace.schemas.Item;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BundleTest {
  private static final int DIGEST = 32;
  private static final int HEADER = 52;
  private static final FeatureEncoder ENCODER =
      FeatureEncoder.fit(
          List.of(new Item("1", "A", 1990, List.of("Drama"), Map.of(), true, null)), List.of());
  private final Bundle bundle =
      new RandomBundle(1, 4, List.of("1", "zwei", "drei\u00e9"), ENCODER)
          .towers(5, 3)
          .ranker(2, 6, 5)
          .build();

  @Test
  void shouldComeBackAsItWasWhenWrittenAndRead() {
    Bundle read = Bundle.read(bundle.write());
    assertThat(read.itemIds()).isEqualTo(bundle.itemIds());
    assertThat(read.facts()).isEqualTo(bundle.facts());
    assertThat(read.encoder().layout()).isEqualTo(bundle.encoder().layout());
    assertThat(read.tensors()).hasSameSizeAs(bundle.tensors());
    for (Tensor tensor : bundle.tensors()) {
      Tensor other = read.tensor(tensor.name());
      assertThat(other.rows()).isEqualTo(tensor.rows());
      assertThat(other.columns()).isEqualTo(tensor.columns());
      assertThat(other.values()).containsExactly(tensor.values());
    }
  }

  @Test
  void shouldWriteTheSameBytesWhenReadBack() {
    byte[] bytes = bundle.write();
    assertThat(Bundle.read(bytes).write()).isEqualTo(bytes);
  }

  @Test
  void shouldSayWhatIsMissingWhenCutShort() {
    byte[] bytes = bundle.write();
    assertThatThrownBy(() -> Bundle.read(Arrays.copyOf(bytes, bytes.length - 1)))
        .isInstanceOf(BundleFault.class)
        .hasMessage(
            "bundle: must have %d bytes after its header, has %d"
                .formatted(bytes.length - 52, bytes.length - 53));
    assertThatThrownBy(() -> Bundle.read(new byte[10]))
        .isInstanceOf(BundleFault.class)
        .hasMessage("bundle: must have a header of 52 bytes, has 10 bytes in all");
  }

  @Test
  void shouldRefuseBytesThatAreNoBundle() {
    byte[] bytes = bundle.write();
    bytes[0] = 'X';
    assertThatThrownBy(() -> Bundle.read(bytes))
        .isInstanceOf(BundleFault.class)
        .hasMessage("bundle: must begin with 4d494c4c52414345, begins with 58494c4c52414345");
  }

  @Test
  void shouldRefuseAnotherLayout() {
    byte[] bytes = bundle.write();
    ByteBuffer.wrap(bytes).putInt(8, 99);
    assertThatThrownBy(() -> Bundle.read(bytes))
        .isInstanceOf(BundleFault.class)
        .hasMessage("bundle: must have layout version 1, has 99");
  }

  @Test
  void shouldRefuseADamagedByte() {
    byte[] bytes = bundle.write();
    bytes[bytes.length / 2] ^= 1;
    assertThatThrownBy(() -> Bundle.read(bytes))
        .isInstanceOf(BundleFault.class)
        .hasMessageStartingWith("bundle: must have SHA-256 ");
  }

  /** As many bytes as overflow a long, as many floats as fit an int: found by fuzzing. */
  @Test
  void shouldRefuseATensorOfMoreFloatsThanCanBeCounted() throws NoSuchAlgorithmException {
    byte[] bytes = bundle.write();
    String name = bundle.tensors().iterator().next().name();
    int sizes = new String(bytes, ISO_8859_1).indexOf(name) + name.length();
    ByteBuffer.wrap(bytes).putInt(sizes, (1 << 31) - 1).putInt(sizes + 4, (1 << 30) + 1);
    seal(bytes);

    assertThatThrownBy(() -> Bundle.read(bytes))
        .isInstanceOf(BundleFault.class)
        .hasMessageContaining(name + " must have 2147483647 x 1073741825 floats");
  }

  /** Puts the digest right. */
  private static void seal(byte[] bytes) throws NoSuchAlgorithmException {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    digest.update(bytes, HEADER, bytes.length - HEADER);
    System.arraycopy(digest.digest(), 0, bytes, HEADER - DIGEST, DIGEST);
  }

  @Test
  void shouldNameTheTensorThatIsMissing() {
    assertThatThrownBy(() -> bundle.tensor("rank.cross.9.W"))
        .isInstanceOf(BundleFault.class)
        .hasMessageStartingWith("bundle: must hold the tensor rank.cross.9.W, holds [item.table");
  }

  @Test
  void shouldReadTheFactsOfInference() {
    assertThat(Facts.of(bundle)).isEqualTo(new Facts(3, 0.8));
    assertThatThrownBy(() -> new Facts(1, 0)).hasMessageContaining("history_decay");
    assertThatThrownBy(() -> new Facts(-1, 1)).hasMessageContaining("history_length");
  }
}
