package io.millrace.trainer.protocol.report;

import io.millrace.schemas.Judgement;
import io.millrace.schemas.Provenance;
import io.millrace.trainer.TrainingProgress;
import io.millrace.trainer.TrainingSettings;
import io.millrace.trainer.protocol.data.EvaluationData;
import io.millrace.trainer.protocol.data.ProtocolName;
import io.millrace.trainer.protocol.judge.Judged;
import io.millrace.trainer.run.EpochLog;
import io.millrace.trainer.run.RunEnvironment;
import io.millrace.trainer.tracking.ForwardingProgress;
import io.millrace.trainer.tracking.KeptRecord;
import io.millrace.trainer.tracking.RunDirectory;
import io.millrace.trainer.tracking.RunDirectoryFault;
import io.millrace.trainer.tracking.RunRecord;
import io.millrace.trainer.tracking.RunReport;
import io.millrace.trainer.tracking.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Leaves a run's directory of each result, without the model. Epochs that it is told of are of what
 * is being judged, those of one phase numbered on over all trainings behind it; a training that
 * several results share is the first one's. All that it is told it tells on. For one thread at a
 * time.
 */
public final class ResultRuns extends ForwardingProgress {
  private static final String NOT_TRAINED = "none";

  private final @Nullable Path directory;
  private final EvaluationData data;
  private final ProtocolName protocol;
  private final List<EpochLog> log = new ArrayList<>();
  private final Map<List<String>, Integer> epochs = new HashMap<>();
  private final Set<String> faults = new LinkedHashSet<>();
  private RunRecord record = RunRecord.NONE;
  private String engine = NOT_TRAINED;
  private String device = NOT_TRAINED;

  /**
   * Of no results yet.
   *
   * @param directory that theirs are made in; null for none
   * @param progress told of everything
   */
  public ResultRuns(
      @Nullable Path directory,
      EvaluationData data,
      ProtocolName protocol,
      TrainingProgress progress) {
    super(progress);
    this.directory = directory;
    this.data = data;
    this.protocol = protocol;
  }

  /**
   * Judges, and writes down what came of it. Where judging fails, the run stays unfinished. Where
   * the directory cannot be written {@link #faults} tells why, and what was judged holds.
   *
   * @param name of the run, and of its directory
   * @param settings by which what is judged is trained
   * @throws io.millrace.runtime.UserFault if judging throws it
   */
  public Judged record(String name, TrainingSettings settings, Supplier<Judged> judging) {
    if (directory == null) {
      return judging.get();
    }
    Instant started = Instant.now();
    log.clear();
    epochs.clear();
    record = begun(directory.resolve(name), settings);
    try {
      Judged found = judging.get();
      record.finish(report(name, settings, started, found));
      return found;
    } finally {
      record = RunRecord.NONE;
    }
  }

  private RunRecord begun(Path place, TrainingSettings settings) {
    try {
      return new KeptRecord(
          new RunDirectory("--output-dir", place, settings.effective()), this::broke);
    } catch (RunDirectoryFault e) {
      broke(e);
      return RunRecord.NONE;
    }
  }

  private void broke(RunDirectoryFault fault) {
    faults.add(String.valueOf(fault.getMessage()));
  }

  /** Why runs could not be written, each once; empty where all could. */
  public List<String> faults() {
    return List.copyOf(faults);
  }

  private RunReport report(String name, TrainingSettings settings, Instant started, Judged found) {
    return new RunReport(
        name,
        data.name(),
        started,
        settings.effective(),
        provenance(settings, started),
        Verdict.TRIED,
        null,
        new Judgement(found.metrics(), Map.of(), Map.of(), Map.of(), Map.of()),
        log,
        found.seconds());
  }

  private Provenance provenance(TrainingSettings settings, Instant started) {
    RunEnvironment environment = RunEnvironment.of(settings.config().effectiveThreads());
    boolean trained = !log.isEmpty();
    return new Provenance(
        trained ? engine : NOT_TRAINED,
        trained ? device : NOT_TRAINED,
        Map.of(),
        "judged by %s; %s; %s; %s"
            .formatted(protocol, settings.config(), settings.features(), settings.retrieval()),
        settings.config().seed(),
        environment.codeVersion(),
        environment.jvm(),
        environment.hardware(),
        (long) data.log().size(),
        Duration.between(started, Instant.now()).toMillis() / 1e3);
  }

  @Override
  public void opened(String engine, String device) {
    this.engine = engine;
    this.device = device;
    super.opened(engine, device);
  }

  @Override
  public void epoch(EpochLog line) {
    int number = epochs.merge(List.of(line.fit(), line.phase()), 1, Integer::sum);
    EpochLog numbered = line.numbered(number);
    log.add(numbered);
    record.epoch(numbered);
    super.epoch(line);
  }
}
