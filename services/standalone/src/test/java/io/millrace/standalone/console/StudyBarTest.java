package io.millrace.standalone.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.trainer.study.Trial;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class StudyBarTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Console console =
      new Console(
          new PrintStream(out, true, StandardCharsets.UTF_8),
          new PrintStream(err, true, StandardCharsets.UTF_8),
          false);

  @Test
  void shouldShowWhatIsSpentOfWhatWasLeftAndEachTrial() {
    try (StudyBar bar = new StudyBar(console, 300)) {
      bar.update(100, "trial 3: retrieval");
      bar.update(150, "trial 3: ranking");
      TreeMap<String, String> settings = new TreeMap<>(Map.of("trainer.seed", "2"));
      bar.ended(new Trial(3, settings, Trial.End.FINISHED, 0.125, List.of(), 50, null));
      bar.update(150, "trial 4: retrieval");
    }
    List<String> lines = err.toString(StandardCharsets.UTF_8).lines().toList();
    assertThat(lines).hasSize(2);
    assertThat(lines.getFirst())
        .startsWith("tune, seconds left: 25% (50 of 200)")
        .endsWith("trial 3: ranking");
    assertThat(lines.getLast()).startsWith("tune, seconds left: 0% (0 of 150)");
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("trial 3 finished in 50 s, ndcg@10 0.1250: {trainer.seed=2}");
  }
}
