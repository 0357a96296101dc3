package io.millrace.trainer.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.model.encode.FeatureEncoder;
import io.millrace.runtime.UserFault;
import io.millrace.runtime.config.Configuration;
import io.millrace.trainer.TrainerConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

class StudyTest {
  static final List<String> READY = Study.READY;

  static Study of(String... entries) {
    Properties properties = new Properties();
    for (String entry : entries) {
      int at = entry.indexOf('=');
      properties.setProperty(entry.substring(0, at).strip(), entry.substring(at + 1).strip());
    }
    return Study.of("mine", properties);
  }

  @ParameterizedTest
  @FieldSource("READY")
  void shouldHaveReadyStudiesWhoseProposalsCanBeTrained(String name) {
    Proposals proposals = new Proposals(Study.open(name), 1);
    for (int i = 0; i < 12; i++) {
      SortedMap<String, String> settings = proposals.next().orElseThrow();
      assertThat(Configuration.load(null, settings).bind("trainer", TrainerConfig.class))
          .isNotNull();
    }
  }

  @Test
  void shouldCompareEveryKindOfNegatives() {
    assertThat(Study.open("negatives").values().get("trainer.negative_sampling_strategy"))
        .isEqualTo(new Values.Choices(List.of("random", "hard", "mixed", "in_batch")));
  }

  @Test
  void shouldLeaveOutEachFeatureGroupOnce() {
    List<String> values = new ArrayList<>(List.of("[]"));
    FeatureEncoder.GROUPS.forEach(group -> values.add("[" + group + "]"));

    assertThat(Study.open("features").values())
        .containsExactly(Map.entry("trainer.leave_out_features", new Values.Choices(values)));
  }

  @Test
  void shouldReadAFileWithKeysOfTheTrainerOrInFull(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("mine.properties");
    Files.writeString(file, "dropout = 0.0..0.5\nrecommend.retrieval.candidates = 100 | 200\n");

    assertThat(Study.open(file.toString()).values())
        .containsOnlyKeys("trainer.dropout", "recommend.retrieval.candidates");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "dropuot = 1 | 2; dropuot: must be a setting of trainer",
        "kafka.bootstrap_servers = a | b; kafka.bootstrap_servers: must be a setting of trainer",
        "dropout = 0.5..0.1; dropout: must be a range from a lower to a higher number, was"
            + " 0.5..0.1",
      })
  void shouldNameTheKeyThatIsWrong(String entry, String message) {
    assertThatThrownBy(() -> of(entry))
        .isInstanceOf(UserFault.class)
        .hasMessageContaining("--study mine")
        .hasMessageContaining(message);
  }

  @Test
  void shouldSayWhatStudiesThereAreWhenThereIsNoSuchFile() {
    assertThatThrownBy(() -> Study.open("nonsense"))
        .isInstanceOf(UserFault.class)
        .hasMessageContaining(
            "--study: must be one of negatives, towers, features, histories, objectives,");
  }

  @Test
  void shouldProposeTheSameBySeedAndNothingTwice() {
    Study study = of("dropout = 0.1 | 0.2 | 0.3", "seed = 1 | 2");
    List<SortedMap<String, String>> first = all(new Proposals(study, 5));

    assertThat(first).hasSize(6).doesNotHaveDuplicates();
    assertThat(all(new Proposals(study, 5))).isEqualTo(first);
    assertThat(all(new Proposals(study, 6))).isNotEqualTo(first).hasSameElementsAs(first);
  }

  private static List<SortedMap<String, String>> all(Proposals proposals) {
    List<SortedMap<String, String>> all = new ArrayList<>();
    Optional<SortedMap<String, String>> next = proposals.next();
    while (next.isPresent()) {
      all.add(next.get());
      next = proposals.next();
    }
    return all;
  }
}
