package io.millrace.fuzzing;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Changes the seeds at random, in this process: the same inputs for the same seed. */
final class MutatorEngine implements Engine {
  private static final Duration TICK = Duration.ofMillis(50);

  private final FuzzSettings settings;

  MutatorEngine(FuzzSettings settings) {
    this.settings = settings;
  }

  @Override
  public Report run(Class<? extends FuzzTarget> type) throws Exception {
    try (FuzzTarget target = FuzzTarget.of(type)) {
      Examiner examiner = new Examiner(target, settings.inputs());
      FutureTask<Report> giving = new FutureTask<>(() -> giveAll(target, examiner));
      Thread giver =
          Thread.ofPlatform().daemon().name("fuzz-" + type.getSimpleName()).start(giving);
      return watched(giving, giver, examiner).requireSteadyHeap(type.getSimpleName());
    }
  }

  private Report giveAll(FuzzTarget target, Examiner examiner) {
    List<byte[]> seeds = target.seeds();
    seeds.forEach(examiner::give);
    Mutator mutator = new Mutator(new SplittableRandom(settings.seed()), seeds, target.words());
    for (long i = 0; i < settings.inputs(); i++) {
      examiner.give(mutator.next());
    }
    return examiner.report(settings.seed());
  }

  /** What came of it. */
  private static Report watched(FutureTask<Report> giving, Thread giver, Examiner examiner)
      throws InterruptedException {
    Patience patience = new Patience(TICK);
    while (!patience.isLostWith(examiner.executed())) {
      try {
        return giving.get(TICK.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException goesOn) {
        // patience is asked again
      } catch (ExecutionException e) {
        throw e.getCause() instanceof Error error ? error : new AssertionError(e.getCause());
      }
    }
    Throwable where = new IllegalStateException("the thread is here");
    where.setStackTrace(giver.getStackTrace());
    throw new Finding("an input does not end", examiner.current(), where);
  }
}
