package io.millrace.tests.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.tests.fault.answers.AnswerWatch;
import io.millrace.tests.fault.cluster.Cluster;
import io.millrace.tests.fault.cluster.Member;
import io.millrace.tests.fault.cluster.Member.Role;
import io.millrace.tests.fault.load.Load;
import io.millrace.tests.fault.load.Pulse;
import io.millrace.tests.fault.load.SyntheticWorld;
import io.millrace.tests.fault.oracle.Expectation;
import io.millrace.tests.fault.schedule.Models;
import io.millrace.tests.rig.Catalogue;
import io.millrace.tests.rig.Deployment;
import io.millrace.tests.rig.Patience;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A cluster under load whose instances become more and fewer: those that are too many are told to
 * end, one after the other. No request may fail, asked once of an instance that says it is ready,
 * no answer may be torn, no event lost or counted twice.
 *
 * @param seed of everything random
 * @param size how long it is
 */
record Scaling(long seed, Size size) {
  private static final Logger log = LoggerFactory.getLogger(Scaling.class);

  /**
   * How many instances of a role there are from then on.
   *
   * @param role features or recommend
   * @param instances at least 1
   */
  record Step(Role role, int instances) {}

  /**
   * How long it is.
   *
   * @param events sent in all, as many of them before the first step as in each
   * @param perSecond as fast as that
   * @param users who rate
   * @param items that are rated
   * @param layout of the cluster
   * @param steps in order, from one instance of each
   */
  record Size(
      int events, int perSecond, int users, int items, Cluster.Layout layout, List<Step> steps) {
    int share() {
      return events / (steps.size() + 1);
    }
  }

  void run(Path directory) throws Exception {
    log.warn("seed {} (repeat with -Dmillrace.fault.seed={})", seed, seed);
    Catalogue world = SyntheticWorld.of(seed, size.users(), size.items(), size.events());
    Expectation expectation = new Expectation();
    try (Cluster cluster = new Cluster(directory, size.layout())) {
      cluster.startBrokers(world);
      try (Load load = new Load(cluster.kafka(), world.events(), size.perSecond(), expectation);
          Pulse pulse = new Pulse(cluster.kafka(), size.layout().userPartitions(), expectation);
          Models models = new Models(cluster);
          AnswerWatch answers =
              new AnswerWatch(AnswerWatch.Manner.ONCE, cluster.recommendPorts(), world, seed)) {
        models.publishFirst(world);
        Recovery.Signs signs = new Recovery.Signs(cluster, pulse, answers);
        begin(signs, load);
        for (Step step : size.steps()) {
          load.allow(size.share());
          take(step, signs);
        }
        load.finish();
        Reckoning.ofTopics(signs, expectation);
        Reckoning.ofAnswers(answers.tally(), models.whole(), 1);
      }
    }
  }

  /** With one instance of each. */
  private void begin(Recovery.Signs signs, Load load) throws Exception {
    long start = System.nanoTime();
    signs.pulse().start();
    signs.answers().startLooking();
    load.start();
    load.allow(size.share());
    signs.cluster().member(Role.FEATURES, 1).start();
    signs.cluster().member(Role.RECOMMEND, 1).start();
    settle(signs, start);
    log.warn("one of each, ready after {} s", Recovery.seconds(Recovery.since(start)));
    signs.answers().startAsking();
  }

  private void take(Step step, Recovery.Signs signs) throws Exception {
    long before = signs.answers().tally().asked();
    int instances = running(signs.cluster(), step.role()).size();
    signs.pulse().longestWait();
    long start = System.nanoTime();
    scale(step, signs.cluster());
    settle(signs, start);
    log.warn(
        "{}",
        String.format(
            Locale.ROOT,
            "%s %d -> %d: settled after %.1f s, an event waited %.1f s at most, %d requests,"
                + " partitions %s",
            step.role().name().toLowerCase(Locale.ROOT),
            instances,
            step.instances(),
            Recovery.seconds(Recovery.since(start)),
            Recovery.seconds(signs.pulse().longestWait()),
            signs.answers().tally().asked() - before,
            signs.cluster().assignments().partitions()));
  }

  private static List<Member> running(Cluster cluster, Role role) {
    return cluster.members(role).stream().filter(Member::isAlive).toList();
  }

  private static void scale(Step step, Cluster cluster) throws InterruptedException {
    for (int i = running(cluster, step.role()).size(); i < step.instances(); i++) {
      cluster.member(step.role(), i + 1).start();
    }
    for (int i = running(cluster, step.role()).size(); i > step.instances(); i--) {
      Member last = cluster.member(step.role(), i);
      assertThat(last.end()).as("exit code of %s", last).isEqualTo(Member.TOLD_TO_END);
    }
  }

  /**
   * Until each features instance has work, all running recommend instances are ready, and what is
   * sent has effect.
   */
  private static void settle(Recovery.Signs signs, long start) throws Exception {
    Cluster cluster = signs.cluster();
    int features = running(cluster, Role.FEATURES).size();
    Patience.await(
        "work for " + features + " features",
        Deployment.PATIENCE,
        cluster.assignments()::partitions,
        shares -> shares.size() == features && shares.stream().allMatch(share -> share > 0),
        cluster::story);
    List<Integer> ports =
        running(cluster, Role.RECOMMEND).stream().map(cluster::recommendPort).toList();
    Reckoning.await(cluster, "readiness", () -> signs.answers().readySince(start, ports));
    long now = System.nanoTime();
    Reckoning.await(cluster, "flow", () -> signs.pulse().hasAppliedSince(now));
  }
}
