package io.millrace.trainer.run;

import io.millrace.model.bundle.Bundle;
import io.millrace.model.recommendation.Generation;
import io.millrace.runtime.UserFault;
import io.millrace.schemas.Item;
import io.millrace.schemas.Judgement;
import io.millrace.trainer.TrainerConfig;
import io.millrace.trainer.TrainingProgress;
import io.millrace.trainer.TrainingSettings;
import io.millrace.trainer.dataset.Interactions;
import io.millrace.trainer.evaluation.Evaluation;
import io.millrace.trainer.evaluation.Evaluator;
import io.millrace.trainer.gate.Gate;
import io.millrace.trainer.learner.Engine;
import io.millrace.trainer.learner.Workers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One training: a candidate is fitted up to the newest slice of ratings and judged on it; if the
 * gate lets it pass, what is published is fitted in the same way to everything, that slice too.
 *
 * <p>For one thread at a time.
 */
public final class TrainingRun {
  private static final Logger logger = LoggerFactory.getLogger(TrainingRun.class);

  /** Fewest ratings that can be learned from. */
  public static final int LEAST_INTERACTIONS = 200;

  /** Fewest ratings that what serves has not learned from for a comparison to mean something. */
  public static final int LEAST_JUDGED = 500;

  /** Fewest new ratings for an update: half of them are judged on. */
  private static final int LEAST_NEW = 2 * LEAST_JUDGED;

  /** Fits the ratings before {@code end}: a candidate, or as a candidate turned out best. */
  private interface Fitting {
    ModelFit.Result fit(String name, int end, ModelFit.@Nullable Result candidate);
  }

  private final TrainingSettings settings;
  private final TrainerConfig config;
  private final Engine engine;
  private final TrainingProgress progress;

  /**
   * A run with these settings.
   *
   * @param engine not closed here
   */
  public TrainingRun(TrainingSettings settings, Engine engine, TrainingProgress progress) {
    this.settings = settings;
    this.config = settings.config();
    this.engine = engine;
    this.progress = progress;
  }

  /**
   * Trains. A candidate is held against {@code live} or, where updates have seen too much of what
   * is new, against {@code trained}, which they were made of. It learns the older of the ratings
   * that are new to that, and is judged on the newer: at least half of them or of the newest slice,
   * whichever is less.
   *
   * @param live the bundle that serves, or null
   * @param trained the bundle of the last training, whose weights may be begun with: {@code live},
   *     or what updates have made that of; null where there is none
   * @throws UserFault if there is too little to learn from
   * @throws io.millrace.trainer.learner.DivergenceException if training goes astray
   */
  public TrainingResult run(Interactions data, @Nullable Bundle live, @Nullable Bundle trained) {
    requireEnough(data);
    List<Bundle> rivals = rivals(data, live, trained);
    int from = newestSlice(data);
    if (!rivals.isEmpty()) {
      from = Math.max(from, newerHalf(data, rivals.getFirst()));
    } else if (live != null) {
      logger.info(
          "fewer than {} ratings are newer than the last training, too few for a fair comparison:"
              + " this training begins afresh and is held against popularity alone",
          LEAST_JUDGED);
    }
    try (Workers workers = new Workers(config.effectiveThreads());
        Course course = new Course(progress)) {
      ModelFit fit = new ModelFit(settings, engine, course);
      Bundle warm = !rivals.isEmpty() && config.warmStart() ? usable(fit, trained, data) : null;
      course.plan(fit.steps(warm != null) + judgingSteps(rivals) + fit.steps(true));
      return new Candidacy(data, rivals, from, workers, course)
          .run(
              (name, end, candidate) ->
                  fit.fit(
                      name,
                      data,
                      end,
                      schedule(warm, candidate),
                      begin(fit, data, warm, candidate)));
    }
  }

  /** What a candidate can be held against on ratings that neither has learned from. */
  private static List<Bundle> rivals(
      Interactions data, @Nullable Bundle live, @Nullable Bundle trained) {
    return Stream.of(live, trained)
        .filter(Objects::nonNull)
        .distinct()
        .filter(rival -> unseen(data, rival) >= LEAST_JUDGED)
        .toList();
  }

  private static int unseen(Interactions data, Bundle bundle) {
    return data.size() - WarmStart.firstAfter(data, data.size(), bundle);
  }

  /** Of the ratings that are new to a bundle; the older half is for a candidate to learn from. */
  private static int newerHalf(Interactions data, Bundle bundle) {
    return data.size() - Math.max(LEAST_JUDGED, unseen(data, bundle) / 2);
  }

  /**
   * Trains on everything without a gate. From random weights, epochs and scoring are chosen by a
   * candidate that the newest slice is held back from, as in {@link #run}; from trained ones there
   * is next to nothing to choose: the epochs are those configured, the blend stays.
   *
   * @param warm whose weights training may begin with, or null
   * @throws UserFault if there is too little to learn from
   * @throws io.millrace.trainer.learner.DivergenceException if training goes astray
   */
  public Bundle fit(Interactions data, @Nullable Bundle warm) {
    requireEnough(data);
    try (Course course = new Course(progress)) {
      ModelFit fit = new ModelFit(settings, engine, course);
      Bundle begun = usable(fit, warm, data);
      if (begun != null) {
        course.plan(fit.steps(true));
        return fit.fit("refit", data, data.size(), schedule(begun, null), begun).bundle();
      }
      course.plan(fit.steps(false) + fit.steps(true));
      ModelFit.Result candidate =
          fit.fit("candidate", data, newestSlice(data), schedule(null, null), null);
      return fit.fit(
              "refit",
              data,
              data.size(),
              schedule(null, candidate),
              usable(fit, candidate.bundle(), data))
          .bundle();
    }
  }

  /**
   * Goes on without a gate, in seconds, from a bundle that serves, with the newest ratings: one
   * pass of the towers at a low rate over the newest {@link TrainerConfig#updateExamples} of them,
   * so that what is older is not forgotten. What moves are the rows of users and items touched
   * since, and the user's side; item tower, encoder and ranker stay as they are (but with engine
   * dl4j, which moves both towers whole); items that are new get a row.
   *
   * @throws UserFault if the bundle's networks are not those configured
   * @throws io.millrace.trainer.learner.DivergenceException if training goes astray
   */
  public Bundle fitUpdate(Interactions data, Bundle live) {
    try (Course course = new Course(progress)) {
      ModelFit fit = new ModelFit(settings, engine, course);
      requireSame(fit, live);
      course.plan(Fit.UPDATE_STEPS);
      return fit.update("update", data, data.size(), live).bundle();
    }
  }

  private static void requireSame(ModelFit fit, Bundle live) {
    String difference = fit.difference(live);
    if (difference != null) {
      throw new UserFault(
          "trainer: an update must go on with the live generation's networks, is configured"
              + " otherwise (%s); train anew".formatted(difference));
    }
  }

  /** What training may begin with: null, with a word in the log, where weights would not fit. */
  private static @Nullable Bundle usable(ModelFit fit, @Nullable Bundle warm, Interactions data) {
    String difference = warm == null ? null : fit.difference(warm, data);
    if (difference != null) {
      logger.info("training begins with random weights, not with those at hand: {}", difference);
    }
    return difference == null ? warm : null;
  }

  /**
   * As {@link #fitUpdate}, behind the gate, as {@link #run} is: what an update with the older half
   * of the ratings since the live generation makes of it is judged on the newer half, beside the
   * live generation and the training that updates have made that of; if it passes, the update is
   * made again with all of them.
   *
   * @param trained the bundle of the last training: {@code live}, or what that lies over
   * @throws NothingNewFault if there are fewer than 1,000 new ratings
   * @throws UserFault if the live bundle's networks are not those configured
   * @throws io.millrace.trainer.learner.DivergenceException if training goes astray
   */
  public TrainingResult runUpdate(Interactions data, Bundle live, Bundle trained) {
    int unseen = unseen(data, live);
    if (unseen < LEAST_NEW) {
      throw new NothingNewFault(LEAST_NEW, unseen);
    }
    try (Workers workers = new Workers(config.effectiveThreads());
        Course course = new Course(progress)) {
      ModelFit fit = new ModelFit(settings, engine, course);
      requireSame(fit, live);
      List<Bundle> rivals = rivals(data, live, trained);
      course.plan(2 * Fit.UPDATE_STEPS + judgingSteps(rivals));
      return new Candidacy(data, rivals, newerHalf(data, live), workers, course)
          .run((name, end, candidate) -> fit.update(name, data, end, live));
    }
  }

  /**
   * Fits a candidate and judges it on the newest slice by the next event, without a gate and
   * without fitting it again: how good settings are, not a model to serve.
   *
   * @return without a bundle
   * @throws UserFault if there is too little to learn from
   * @throws io.millrace.trainer.learner.DivergenceException if training goes astray
   */
  public TrainingResult candidate(Interactions data) {
    requireEnough(data);
    try (Workers workers = new Workers(config.effectiveThreads());
        Course course = new Course(progress)) {
      int newest = newestSlice(data);
      ModelFit fit = new ModelFit(settings, engine, course);
      course.plan(fit.steps(false) + 1); // of judging, the next event alone
      return new Candidacy(data, List.of(), newest, workers, course)
          .candidate((name, end, none) -> fit.fit(name, data, end, schedule(null, none), null));
    }
  }

  /** By the next event and the static split, and each rival by the next event. */
  private static int judgingSteps(List<Bundle> rivals) {
    return 2 + rivals.size();
  }

  /** Where the newest ratings begin, on which a candidate of a training is judged. */
  private int newestSlice(Interactions data) {
    return data.indexAt(1 - config.judgedShare());
  }

  /**
   * How to train. From random weights, epochs and blend are chosen on validation data, and a refit
   * repeats what its candidate chose; trained weights have seen those data, so their epochs are as
   * configured and the blend stays.
   */
  private Schedule schedule(@Nullable Bundle warm, ModelFit.@Nullable Result candidate) {
    if (warm != null) {
      return new Schedule(0, config.warmEpochs(), Scoring.of(warm));
    }
    return candidate != null
        ? again(candidate)
        : new Schedule(config.epochsRetrieval(), config.epochsRanking(), null);
  }

  /**
   * What a fit begins with. A refit begins with the trained weights that its candidate began with,
   * so that it is what {@link #fit} makes of them, or goes on from a candidate that began with
   * random ones, for the epochs and at the rate of a warm training: half the time of doing all of
   * it again, and a little better (docs/quality.md).
   */
  private static @Nullable Bundle begin(
      ModelFit fit, Interactions data, @Nullable Bundle warm, ModelFit.@Nullable Result candidate) {
    return warm != null || candidate == null ? warm : usable(fit, candidate.bundle(), data);
  }

  /** As long as a candidate was best. */
  private static Schedule again(ModelFit.Result candidate) {
    return new Schedule(
        Math.max(1, candidate.retrievalEpochs()),
        Math.max(1, candidate.rankingEpochs()),
        candidate.scoring());
  }

  private static void requireEnough(Interactions data) {
    if (data.size() < LEAST_INTERACTIONS) {
      throw new UserFault(
          "ratings: training needs at least %d, there are %d; replay more data"
              .formatted(LEAST_INTERACTIONS, data.size()));
    }
  }

  /** A candidate's way: fit, judgement, gate, refit. */
  private final class Candidacy {
    private final Interactions data;
    private final List<Bundle> rivals;
    private final Workers workers;
    private final int from;
    private final Course course;
    private final Map<String, Double> seconds = new HashMap<>();

    Candidacy(Interactions data, List<Bundle> rivals, int from, Workers workers, Course course) {
      this.data = data;
      this.rivals = rivals;
      this.from = from;
      this.workers = workers;
      this.course = course;
    }

    TrainingResult run(Fitting fitting) {
      ModelFit.Result candidate = fitting.fit("candidate", from, null);
      seconds.putAll(candidate.seconds());
      Judgement judgement = judge(candidate.bundle());
      String refusal =
          new Gate(config.gateTolerance())
              .refusal(
                  data.size() - from,
                  judgement.getMetrics(),
                  judgement.getPopularity(),
                  judgement.getLive());
      List<EpochLog> log = new ArrayList<>(candidate.log());
      if (refusal != null) {
        return result(null, candidate, candidate, judgement, refusal, log);
      }
      ModelFit.Result refit = fitting.fit("refit", data.size(), candidate);
      seconds.putAll(refit.seconds());
      log.addAll(refit.log());
      return result(refit.bundle(), candidate, refit, judgement, null, log);
    }

    private TrainingResult result(
        @Nullable Bundle published,
        ModelFit.Result candidate,
        ModelFit.Result last,
        Judgement judgement,
        @Nullable String refusal,
        List<EpochLog> log) {
      return new TrainingResult(
          published,
          candidate.bundle(),
          judgement,
          refusal,
          candidate.warm(),
          last.examples(),
          log,
          seconds);
    }

    TrainingResult candidate(Fitting fitting) {
      ModelFit.Result candidate = fitting.fit("candidate", from, null);
      seconds.putAll(candidate.seconds());
      long started = System.nanoTime();
      course.begin("candidate", "judging");
      Evaluation next = evaluator().nextEvent(generation(candidate.bundle()), course);
      seconds.put("judging", (System.nanoTime() - started) / 1e9);
      return new TrainingResult(
          null,
          candidate.bundle(),
          new Judgement(next.model(), next.popularity(), Map.of(), Map.of(), Map.of()),
          null,
          false,
          candidate.examples(),
          candidate.log(),
          seconds);
    }

    private Judgement judge(Bundle candidate) {
      long started = System.nanoTime();
      course.begin("candidate", "judging");
      Evaluator evaluator = evaluator();
      Generation generation = generation(candidate);
      Evaluation next = evaluator.nextEvent(generation, course);
      course.begin("candidate", "judging P3");
      Evaluation split = evaluator.staticSplit(generation, course);
      Map<String, Double> served =
          Gate.strongest(rivals.stream().map(rival -> served(evaluator, rival)).toList());
      seconds.put("judging", (System.nanoTime() - started) / 1e9);
      return new Judgement(
          next.model(), next.popularity(), served, split.model(), split.popularity());
    }

    private Map<String, Double> served(Evaluator evaluator, Bundle serving) {
      course.begin("live", "judging");
      return evaluator.nextEvent(generation(serving), course).model();
    }

    private Evaluator evaluator() {
      return new Evaluator(data, from, settings.features(), settings.retrieval(), workers);
    }

    private Generation generation(Bundle bundle) {
      List<Item> catalogue = data.catalogue();
      return Generation.embedding("judged", bundle, catalogue);
    }
  }
}
