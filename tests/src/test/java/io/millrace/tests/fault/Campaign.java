package io.millrace.tests.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.Item;
import io.millrace.schemas.User;
import io.millrace.tests.fault.answers.AnswerWatch;
import io.millrace.tests.fault.cluster.Cluster;
import io.millrace.tests.fault.load.Load;
import io.millrace.tests.fault.load.Pulse;
import io.millrace.tests.fault.load.SyntheticWorld;
import io.millrace.tests.fault.oracle.Audit;
import io.millrace.tests.fault.oracle.Expectation;
import io.millrace.tests.fault.schedule.Arena;
import io.millrace.tests.fault.schedule.Models;
import io.millrace.tests.fault.schedule.Schedule;
import io.millrace.tests.rig.Catalogue;
import io.millrace.tests.rig.Deployment;
import io.millrace.tests.rig.EventProducer;
import io.millrace.tests.rig.Patience;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
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
   */
  record Size(int events, int perSecond, int faults, Schedule.Kinds kinds, int users, int items) {
    /** Sent before the first fault: enough for a first model. */
    int begin() {
      return Math.max(events / 20, 4_000);
    }

    int share() {
      return (events - begin()) / faults;
    }
  }

  void run(Path directory) throws Exception {
    Schedule schedule = Schedule.drawn(seed, size.faults(), size.kinds());
    log.warn("seed {} (repeat with -Dmillrace.fault.seed={})", seed, seed);
    Catalogue world = SyntheticWorld.of(seed, size.users(), size.items(), size.events());
    Expectation expectation = new Expectation();
    try (Cluster cluster = new Cluster(directory)) {
      cluster.startBrokers();
      try (EventProducer catalogue = new EventProducer(cluster.kafka())) {
        catalogue.catalogue(world);
      }
      cluster.startServices();
      try (Load load = new Load(cluster.kafka(), world.events(), size.perSecond(), expectation);
          Pulse pulse = new Pulse(cluster.kafka(), Cluster.USER_PARTITIONS, expectation);
          Models models = new Models(cluster);
          AnswerWatch answers = watch(cluster, world)) {
        Recovery.Signs signs = new Recovery.Signs(cluster, pulse, answers);
        begin(signs, load);
        suffer(schedule, signs, new Arena(cluster, load, models, expectation));
        load.finish();
        reckon(cluster, expectation);
        judge(answers.tally(), models.whole());
      }
    }
  }

  private AnswerWatch watch(Cluster cluster, Catalogue world) {
    Set<String> items = world.items().stream().map(Item::getItemId).collect(Collectors.toSet());
    List<String> users = world.users().stream().map(User::getUserId).toList();
    return new AnswerWatch(cluster.recommendPorts(), items, users, seed);
  }

  /** Until the first model serves everywhere. */
  private void begin(Recovery.Signs signs, Load load) throws Exception {
    long start = System.nanoTime();
    signs.pulse().start();
    signs.answers().startLooking();
    load.start();
    load.allow(size.begin());
    await(signs.cluster(), "readiness", signs.answers()::allReady);
    await(signs.cluster(), "flow", () -> signs.pulse().hasAppliedSince(start));
    log.warn("all ready {} s after the services' start", since(start).toSeconds());
    signs.answers().startAsking();
  }

  private void suffer(Schedule schedule, Recovery.Signs signs, Arena arena) throws Exception {
    List<Recovery> recoveries = new ArrayList<>();
    long start = System.nanoTime();
    for (Schedule.Strike strike : schedule.strikes()) {
      arena.load().allow(size.share());
      Thread.sleep(strike.after());
      Duration at = since(start);
      long struck = System.nanoTime();
      Optional<String> hindrance = strike.fault().hindrance(arena.cluster());
      if (hindrance.isPresent()) {
        log.warn("{} is left out: {}", strike.fault(), hindrance.get());
        continue;
      }
      strike.fault().strike(arena);
      Recovery recovery = Recovery.await(signs, struck);
      recoveries.add(recovery);
      log.warn(
          "fault {} at {} s: {}: {}", recoveries.size(), at.toSeconds(), strike.fault(), recovery);
    }
  }

  private static void reckon(Cluster cluster, Expectation expectation) throws Exception {
    Audit audit = new Audit(expectation, cluster.topics());
    Patience.await(
        "topics as the input has it",
        Deployment.PATIENCE,
        () -> {
          cluster.revive();
          return audit.differences();
        },
        List::isEmpty,
        cluster::story);
    log.warn(
        "{} pairs of user and item, {} rejects: all as they must be",
        expectation.pairs().size(),
        expectation.rejects().size());
  }

  /**
   * Every answer given was whole and of a generation that was published whole. That there was one
   * in time is printed, and demanded of the long campaign: on a machine that does more besides it
   * says nothing.
   */
  private void judge(AnswerWatch.Tally answers, Set<String> whole) {
    log.warn(
        "{} of {} requests answered ({} %), by generation {}",
        answers.answered(),
        answers.asked(),
        String.format("%.3f", 100 * answers.availability()),
        answers.generations());
    answers.faults().forEach(fault -> log.warn("not answered: {}", fault));
    if (size.kinds() == Schedule.Kinds.ALL) {
      assertThat(answers.availability())
          .as("share of requests answered")
          .isGreaterThan(AVAILABILITY);
    }
    assertThat(answers.faults()).as("answers that were not whole").noneMatch(AnswerWatch::isTorn);
    assertThat(whole).as("generations that answered").containsAll(answers.generations().keySet());
  }

  private static void await(Cluster cluster, String what, BooleanSupplier sign) throws Exception {
    Patience.await(
        what,
        Deployment.PATIENCE,
        () -> {
          cluster.revive();
          return sign.getAsBoolean();
        },
        Boolean.TRUE::equals,
        cluster::story);
  }

  private static Duration since(long nanoTime) {
    return Duration.ofNanos(System.nanoTime() - nanoTime);
  }
}
