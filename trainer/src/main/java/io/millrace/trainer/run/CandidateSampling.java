package io.millrace.trainer.run;

import io.millrace.model.recommendation.Candidates;
import io.millrace.model.recommendation.Generation;
import io.millrace.model.recommendation.RecommendationQuery;
import io.millrace.model.recommendation.Recommender;
import io.millrace.trainer.TrainerConfig;
import io.millrace.trainer.TrainingProgress;
import io.millrace.trainer.TrainingSettings;
import io.millrace.trainer.dataset.FeatureReplay;
import io.millrace.trainer.dataset.Interactions;
import io.millrace.trainer.dataset.RankerExamples;
import io.millrace.trainer.learner.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * What the ranker learns from: ratings, each with candidates that the system would have proposed at
 * that moment, drawn by the very classes that serve.
 *
 * <p>The threads take turns of some ratings each, every one with a state of its own that it plays
 * up to its next turn. What is drawn for a rating depends on the rating alone, so the examples are
 * the same for every number of threads.
 */
final class CandidateSampling {
  /** Ratings a thread samples at a time: enough to make waiting for one another cheap. */
  private static final int TURN = 256;

  /** Each thread keeps a whole feature state in memory, some hundred bytes a rating. */
  private static final int MOST_THREADS = 2;

  private final TrainingSettings settings;
  private final TrainerConfig config;
  private final Interactions data;
  private final TrainingProgress progress;
  private final Map<String, Integer> ordinals = new HashMap<>();

  CandidateSampling(TrainingSettings settings, Interactions data, TrainingProgress progress) {
    this.settings = settings;
    this.config = settings.config();
    this.data = data;
    this.progress = progress;
    data.itemIds().forEach(id -> ordinals.put(id, ordinals.size()));
  }

  /**
   * Samples.
   *
   * @param generation whose towers propose
   * @param from first interaction
   * @param end (exclusive)
   */
  RankerExamples sample(Generation generation, int from, int end) {
    RankerExamples examples =
        new RankerExamples(
            config.embeddingDim()
                + Objects.requireNonNull(generation.model()).encoder().pairWidth());
    int[] events = spread(from, end);
    try (Workers workers = new Workers(Math.min(MOST_THREADS, config.effectiveThreads()))) {
      List<Sampler> samplers = new ArrayList<>();
      for (int i = 0; i < workers.threads(); i++) {
        samplers.add(new Sampler(generation));
      }
      int round = TURN * samplers.size();
      for (int at = 0; at < events.length; at += round) {
        int begin = at;
        workers.runAll(
            IntStream.range(0, samplers.size())
                .<Runnable>mapToObj(i -> () -> samplers.get(i).turn(events, begin + i * TURN))
                .toList());
        samplers.forEach(sampler -> sampler.groups.forEach(examples::add));
        double done = Math.min(1, (double) (at + round) / events.length);
        progress.update(
            new TrainingProgress.Stage("candidates", 0, 0, done, Double.NaN, Double.NaN));
      }
    }
    return examples;
  }

  /** Evenly spaced interactions of users with a history, as many as are wanted at most. */
  private int[] spread(int from, int end) {
    double stride = Math.max(1, (double) (end - from) / config.rankerMaxExamples());
    int[] events = new int[(int) Math.ceil((end - from) / stride)];
    int count = 0;
    for (double at = from; at < end && count < events.length; at += stride) {
      if (data.place((int) at) > 0) {
        events[count++] = (int) at;
      }
    }
    return Arrays.copyOf(events, count);
  }

  /** One thread's share, and the state it is drawn from. */
  private final class Sampler {
    private final FeatureReplay replay = new FeatureReplay(data, settings.features());
    private final Recommender recommender;
    private final List<RankerExamples.Group> groups = new ArrayList<>();

    Sampler(Generation generation) {
      this.recommender = new Recommender(generation, replay.state(), settings.retrieval());
    }

    void turn(int[] events, int begin) {
      groups.clear();
      for (int i = begin; i < Math.min(events.length, begin + TURN); i++) {
        replay.playTo(events[i], (e, before) -> {});
        sample(events[i]);
      }
    }

    private void sample(int event) {
      String userId = data.userIds().get(data.user(event));
      String itemId = data.itemIds().get(data.item(event));
      Candidates candidates =
          recommender.candidates(RecommendationQuery.forUser(userId, 10), List.of(itemId));
      int rated = candidates.indexOf(itemId);
      if (candidates.proposed() > 1 && rated >= 0) {
        groups.add(
            RankerExamples.Group.draw(
                data,
                event,
                candidates,
                rated,
                config.rankerNegatives(),
                id -> Objects.requireNonNull(ordinals.get(id), id),
                new SplittableRandom(config.seed() + 20 + event * 1_000_003L)));
      }
    }
  }
}
