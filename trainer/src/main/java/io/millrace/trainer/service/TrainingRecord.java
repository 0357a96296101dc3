package io.millrace.trainer.service;

import io.millrace.schemas.Training;
import io.millrace.schemas.TrainingEpoch;
import io.millrace.schemas.TrainingPoint;
import io.millrace.schemas.TrainingState;
import io.millrace.trainer.TrainingProgress;
import io.millrace.trainer.run.EpochLog;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One training as it is told on the topic. Written by the training thread; thread-safe. */
final class TrainingRecord {
  private static final int POINTS = 200;
  private static final int EPOCHS = 200;

  private final Training told;
  private final List<TrainingPoint> curve = new ArrayList<>();
  private final List<TrainingEpoch> history = new ArrayList<>();
  private double pointGap = 0.02;
  private String lastPhase = "";
  private double lastPoint;

  TrainingRecord(String trigger, String engine, String device, long now) {
    told = new Training();
    told.setTrainingId("t%013d".formatted(now));
    told.setTrigger(trigger);
    told.setState(TrainingState.RUNNING);
    told.setStartedAt(now);
    told.setEngine(engine);
    told.setDevice(device);
    told.setPhase("reading");
    told.setFit("");
  }

  String id() {
    return told.getTrainingId();
  }

  synchronized void ratings(long ratings) {
    told.setRatings(ratings);
  }

  synchronized void engine(String engine, String device) {
    told.setEngine(engine);
    told.setDevice(device);
  }

  synchronized void step(TrainingProgress.Step step) {
    told.setStep(step.number());
    told.setSteps(step.of());
    told.setFit(step.fit());
    told.setPhase(step.phase());
    told.setEpoch(0);
    told.setEpochs(0);
    told.setFraction(0);
  }

  synchronized void stage(TrainingProgress.Stage stage, long now) {
    told.setPhase(stage.phase());
    told.setEpoch(stage.epoch());
    told.setEpochs(stage.epochs());
    told.setFraction(Math.clamp(stage.fraction(), 0, 1));
    told.setLoss(finite(stage.loss()));
    told.setNdcg(finite(stage.metric()));
    if (stage.epoch() > 0 && Double.isFinite(stage.loss())) {
      point(stage, now);
    }
  }

  private void point(TrainingProgress.Stage stage, long now) {
    double epoch = Math.clamp(stage.fraction(), 0, 1) * stage.epochs();
    boolean begins = !stage.phase().equals(lastPhase) || epoch < lastPoint;
    if (!begins && epoch - lastPoint < pointGap) {
      return;
    }
    lastPhase = stage.phase();
    lastPoint = epoch;
    curve.add(new TrainingPoint(stage.phase(), epoch, stage.loss(), now));
    if (curve.size() > POINTS) {
      thin();
    }
  }

  private void thin() {
    List<TrainingPoint> kept = new ArrayList<>();
    for (int i = 0; i < curve.size(); i += 2) {
      kept.add(curve.get(i));
    }
    curve.clear();
    curve.addAll(kept);
    pointGap *= 2;
  }

  synchronized void epoch(EpochLog line, long now) {
    Double ndcg = finite(line.fullNdcg());
    history.add(
        new TrainingEpoch(
            line.fit(),
            line.phase(),
            line.epoch(),
            finite(line.loss()),
            ndcg == null ? finite(line.sampledNdcg()) : ndcg,
            line.seconds(),
            now));
    if (history.size() > EPOCHS) {
      history.removeFirst();
    }
  }

  synchronized void ended(
      TrainingState state, @Nullable String generation, @Nullable String reason, long now) {
    told.setState(state);
    told.setGeneration(generation);
    told.setReason(reason);
    told.setEndedAt(now);
  }

  /** As it stands now, for the topic. */
  synchronized Training snapshot(long now) {
    told.setUpdatedAt(now);
    Training copy = Training.newBuilder(told).build();
    copy.setCurve(List.copyOf(curve));
    copy.setHistory(List.copyOf(history));
    return copy;
  }

  private static @Nullable Double finite(double value) {
    return Double.isFinite(value) ? value : null;
  }
}
