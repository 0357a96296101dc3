package io.millrace.trainer.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.data.Dataset;
import io.millrace.data.Datasets;
import io.millrace.trainer.protocol.contender.ModelName;
import io.millrace.trainer.protocol.data.Cut;
import io.millrace.trainer.protocol.data.EvaluationData;
import io.millrace.trainer.protocol.data.ListedRatings;
import io.millrace.trainer.protocol.data.ProtocolName;
import io.millrace.trainer.protocol.judge.Rolling;
import io.millrace.trainer.protocol.report.EvaluationReport;
import io.millrace.trainer.protocol.report.ModelResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Cutting the data off at any moment leaves every earlier prediction as it was. */
abstract class NoLookAheadContract {
  private static final int LATER = 1_000;

  private final long seed = Long.getLong("millrace.seed", System.nanoTime());
  private final List<ModelName> models;

  NoLookAheadContract(List<ModelName> models) {
    this.models = models;
  }

  @TempDir private Path directory = Path.of("");

  @ParameterizedTest
  @CsvSource({"false", "true"})
  void shouldPredictTheSameWhenLaterEventsAreCutOff(boolean rolling) throws Exception {
    Dataset whole = ListedRatings.first(5_000, Datasets.open("sample", directory.resolve("cache")));
    EvaluationData all = EvaluationData.read(whole, 5, null);
    int from = all.log().size() - LATER;
    int kept = new SplittableRandom(seed).nextInt(LATER / 2, LATER);
    System.out.printf("seed %d (repeat with -Dmillrace.seed=%d): %d kept%n", seed, seed, kept);
    Cut cut = new Cut.Moment(all.log().time(from) / 1000);
    Dataset part = ListedRatings.upTo(whole, all.log().time(from + kept));
    List<Rolling> every = rolling ? List.of(new Rolling(0.4, 0.15)) : List.of();

    List<List<String>> full = dumps(all, cut, every, "full");
    List<List<String>> cutOff =
        dumps(EvaluationData.read(part, 5, all.universe()), cut, every, "part");

    for (int model = 0; model < models.size(); model++) {
      String what = "%s, seed %d".formatted(models.get(model).label(), seed);
      assertThat(cutOff.get(model)).as(what).hasSizeBetween(kept / 2, full.get(model).size());
      assertThat(full.get(model).subList(0, cutOff.get(model).size()))
          .as(what)
          .isEqualTo(cutOff.get(model));
    }
  }

  private List<List<String>> dumps(EvaluationData data, Cut cut, List<Rolling> every, String name)
      throws Exception {
    Path dump = directory.resolve(name);
    EvaluationReport report =
        Runs.run(
            data,
            new EvaluationOptions(
                ProtocolName.P1, cut, every, models, List.of(), dump, false, null));
    assertThat(report.results()).extracting(ModelResult::fault).containsOnlyNulls();
    List<List<String>> dumps = new ArrayList<>();
    for (ModelName model : models) {
      dumps.add(Files.readAllLines(directory.resolve(name + "." + model.label())));
    }
    return dumps;
  }
}
