package io.millrace.tests.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.tests.fault.answers.AnswerWatch;
import io.millrace.tests.fault.cluster.Cluster;
import io.millrace.tests.fault.cluster.Member.Role;
import io.millrace.tests.fault.load.Load;
import io.millrace.tests.fault.load.Pulse;
import io.millrace.tests.fault.load.SyntheticWorld;
import io.millrace.tests.fault.oracle.Expectation;
import io.millrace.tests.fault.schedule.Arena;
import io.millrace.tests.fault.schedule.Models;
import io.millrace.tests.fault.schedule.Schedule;
import io.millrace.tests.fault.vitals.VitalsWatch;
import io.millrace.tests.rig.Catalogue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A cluster under load, a schedule of faults, and the reckoning afterwards: no event lost, none
 * counted twice, integers equal, every answer whole. The load keeps step with the faults: each has
 * its share of the events.
 *
 * @param seed of everything random
 * @param size how long it is
 */
record Campaign(long seed, Size size) {
  private static final Logger log = LoggerFactory.getLogger(Campaign.class);
  private static final double AVAILABILITY = 0.999;

  /**
   * How long a campaign is.
   *
   * @param events sent in all
   * @param perSecond as fast as that
   * @param faults that strike
   * @param kinds of these
   * @param users who rate
   * @param items that are rated
   * @param layout of the cluster
   */
  record Size(
      int events,
      int perSecond,
      int faults,
      Schedule.Kinds kinds,
      int users,
      int items,
      Cluster.Layout layout) {
    /** Sent before the first fault. */
    int begin() {
      return events / 20;
    }

    int share() {
      return (events - begin()) / faults;
    }

    /**
     * Of these at least have to strike. The rest may need what a machine lacks: in each round of
     * kinds one of ten or three of seventeen need a file system or a network of their own.
     */
    int leastStruck() {
      return faults - faults / 5;
    }
  }

  void run(Path directory) throws Exception {
    Schedule schedule = Schedule.drawn(seed, size.faults(), size.kinds());
    log.warn("seed {} (repeat with -Dmillrace.fault.seed={})", seed, seed);
    Catalogue world = SyntheticWorld.of(seed, size.users(), size.items(), size.events());
    Expectation expectation = new Expectation();
    try (Cluster cluster = new Cluster(directory, size.layout())) {
      cluster.startBrokers(world);
      try (Load load = new Load(cluster.kafka(), world.events(), size.perSecond(), expectation);
          Pulse pulse = new Pulse(cluster.kafka(), size.layout().userPartitions(), expectation);
          Models models = new Models(cluster);
          AnswerWatch answers =
              new AnswerWatch(
                  AnswerWatch.Manner.FALLING_BACK, cluster.recommendPorts(), world, seed);
          VitalsWatch vitals = new VitalsWatch(cluster.members())) {
        models.publishFirst(world);
        cluster.startServices();
        Recovery.Signs signs = new Recovery.Signs(cluster, pulse, answers);
        begin(signs, load);
        List<Outcome> outcomes =
            suffer(schedule, signs, new Arena(cluster, load, models, expectation));
        load.finish();
        vitals.report().forEach(log::warn);
        Reckoning.ofTopics(signs, expectation);
        report(outcomes);
        assertThat(outcomes)
            .as("faults that struck; why the others did not is above")
            .hasSizeGreaterThanOrEqualTo(size.leastStruck());
        Reckoning.ofAnswers(answers.tally(), models.whole(), AVAILABILITY);
      }
    }
  }

  /** Until the model serves everywhere, and events have their effect. */
  private void begin(Recovery.Signs signs, Load load) throws Exception {
    long start = System.nanoTime();
    signs.pulse().start();
    signs.answers().startLooking();
    load.start();
    load.allow(size.begin());
    Reckoning.await(signs.cluster(), "readiness", () -> signs.answers().allReadySince(start));
    Reckoning.await(signs.cluster(), "flow", () -> signs.pulse().hasAppliedSince(start));
    log.warn("all ready {} s after the services' start", Recovery.since(start).toSeconds());
    signs.answers().startAsking();
  }

  private List<Outcome> suffer(Schedule schedule, Recovery.Signs signs, Arena arena)
      throws Exception {
    List<Outcome> outcomes = new ArrayList<>();
    long start = System.nanoTime();
    for (Schedule.Strike strike : schedule.strikes()) {
      arena.load().allow(size.share());
      Thread.sleep(strike.after());
      Optional<String> hindrance = strike.fault().hindrance(arena.cluster());
      if (hindrance.isPresent()) {
        log.warn("{} is left out: {}", strike.fault(), hindrance.get());
        continue;
      }
      Duration at = Recovery.since(start);
      signs.pulse().longestWait();
      strike.fault().strike(arena);
      Outcome outcome = new Outcome(at, strike.fault(), Recovery.await(signs, System.nanoTime()));
      outcomes.add(outcome);
      log.warn("fault {} {}", outcomes.size(), outcome);
    }
    return outcomes;
  }

  private void report(List<Outcome> outcomes) {
    log.warn("seed {}: {} of {} faults struck", seed, outcomes.size(), size.faults());
    for (Role role : Role.values()) {
      Outcome.summary(role, outcomes).ifPresent(log::warn);
    }
  }
}
