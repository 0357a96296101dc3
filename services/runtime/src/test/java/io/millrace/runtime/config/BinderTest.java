package io.millrace.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BinderTest {
  private static final String GOOD =
      """
      batch_size = 2048, seed = 9000000000, learning_rate = 0.01, use_class_weights = true
      name = two, note = "", interval = 30 s, output_dir = runs/x, mode = joint
      tower_dims = [256, 128], rates = [0.1, 2], properties { ssl.protocol = TLS }, inner { depth = 3 }
      """;

  @Test
  void shouldBindEveryTypeOfComponent() {
    assertThat(bind(GOOD))
        .isEqualTo(
            new Everything(
                2048,
                9_000_000_000L,
                0.01,
                true,
                "two",
                null,
                Duration.ofSeconds(30),
                Path.of("runs/x"),
                Mode.JOINT,
                List.of(256, 128),
                List.of(0.1, 2.0),
                Map.of("ssl.protocol", "TLS"),
                new Inner(3)));
  }

  @Test
  void shouldRefuseWhatDoesNotFitAndSayWhy() {
    assertThat(problems("batch_size = 1.5"))
        .containsExactly("t.batch_size: must be a whole number, was 1.5");
    assertThat(problems("batch_size = 3000000000"))
        .singleElement()
        .asString()
        .contains("must be a whole number from -2147483648 to 2147483647");
    assertThat(problems("learning_rate = NaN")).singleElement().asString().contains("finite");
    assertThat(problems("use_class_weights = maybe"))
        .singleElement()
        .asString()
        .contains("true or false");
    assertThat(problems("interval = 30")).singleElement().asString().contains("with its unit");
    assertThat(problems("interval = -1 s"))
        .containsExactly("t.interval: must be at least 0 ms, was PT-1S");
    assertThat(problems("mode = both"))
        .containsExactly("t.mode: must be one of joint, staged, was \"both\"");
    assertThat(problems("tower_dims = 256")).singleElement().asString().contains("must be a list");
    assertThat(problems("tower_dims = [256, 0]"))
        .containsExactly("t.tower_dims[1]: must be at least 1, was 0");
    assertThat(problems("inner = 3")).containsExactly("t.inner: must be a section, was 3");
    assertThat(problems("inner { depth = 9 }"))
        .containsExactly("t.inner: depth: must be below 9, was 9");
  }

  @Test
  void shouldTakeAListWrittenAsText() {
    // as in a properties file, which knows nothing but text
    assertThat(bind(GOOD + ", tower_dims = \"[256, 128]\"")).isEqualTo(bind(GOOD));
    assertThat(problems("tower_dims = \"[256, 0]\""))
        .containsExactly("t.tower_dims[1]: must be at least 1, was 0");
    assertThat(problems("tower_dims = \"[256\"")).singleElement().asString().contains("a list");
  }

  @Test
  void shouldCollectAllProblems() {
    assertThat(problems("batch_size = x, mode = y, inner { depth = 9 }")).hasSize(3);
  }

  private static @Nullable Object bind(String text) {
    Binder binder = new Binder(ConfigFactory.empty().root());
    @Nullable Object bound =
        binder.record("t", ConfigFactory.parseString(text).root(), Everything.class);
    assertThat(binder.problems()).isEmpty();
    return bound;
  }

  private static List<String> problems(String change) {
    Binder binder = new Binder(ConfigFactory.empty().root());
    @Nullable Object bound =
        binder.record(
            "t",
            ConfigFactory.parseString(change).withFallback(ConfigFactory.parseString(GOOD)).root(),
            Everything.class);
    assertThat(bound).isNull();
    return binder.problems();
  }

  enum Mode {
    JOINT,
    STAGED
  }

  record Inner(int depth) {
    Inner {
      if (depth >= 9) {
        throw new IllegalArgumentException("depth: must be below 9, was " + depth);
      }
    }
  }

  record Everything(
      @AtLeast(1) int batchSize,
      long seed,
      double learningRate,
      boolean useClassWeights,
      String name,
      @Nullable String note,
      @AtLeast(0) Duration interval,
      Path outputDir,
      Mode mode,
      @AtLeast(1) List<Integer> towerDims,
      List<Double> rates,
      Map<String, String> properties,
      Inner inner) {}
}
