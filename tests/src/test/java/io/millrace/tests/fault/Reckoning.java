package io.millrace.tests.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.tests.fault.answers.AnswerWatch;
import io.millrace.tests.fault.cluster.Cluster;
import io.millrace.tests.fault.oracle.Audit;
import io.millrace.tests.fault.oracle.Expectation;
import io.millrace.tests.fault.oracle.Found;
import io.millrace.tests.rig.Deployment;
import io.millrace.tests.rig.Patience;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What must hold at the end, whatever was done to the cluster. */
final class Reckoning {
  private static final Logger log = LoggerFactory.getLogger(Reckoning.class);
  private static final int TOLD = 10;

  private Reckoning() {}

  /** Once what was sent last has had its effect: reading all that is there takes its while. */
  static void ofTopics(Recovery.Signs signs, Expectation expectation) throws Exception {
    Cluster cluster = signs.cluster();
    long sent = System.nanoTime();
    await(cluster, "flow", () -> signs.pulse().hasAppliedSince(sent));
    Audit audit = new Audit(expectation);
    Patience.await(
        "topics as the input has it",
        Deployment.PATIENCE,
        () -> {
          cluster.revive();
          return audit.differences(Found.on(cluster.topics()));
        },
        List::isEmpty,
        cluster::story);
    log.warn(
        "{} pairs of user and item, {} rejects: all as they must be",
        expectation.held().size(),
        expectation.rejects().size());
  }

  /**
   * This share of requests was answered, and every answer was whole and of a generation that was
   * published whole. How soon it came is printed only: on a machine that does more besides it says
   * nothing.
   */
  static void ofAnswers(AnswerWatch.Tally answers, Set<String> whole, double availability) {
    log.warn(
        "{} of {} requests answered ({} %), {} of them late, by generation {}",
        answers.answered(),
        answers.asked(),
        String.format(Locale.ROOT, "%.3f", 100 * answers.availability()),
        answers.slow(),
        answers.generations());
    answers.misses().stream().limit(TOLD).forEach(miss -> log.warn("not answered: {}", miss));
    assertThat(answers.availability())
        .as("share of requests answered")
        .isGreaterThanOrEqualTo(availability);
    assertThat(answers.torn()).as("answers that were not whole").isEmpty();
    assertThat(answers.compared()).as("scores compared with earlier ones").isPositive();
    assertThat(whole).as("generations that answered").containsAll(answers.generations().keySet());
  }

  /** Waits for a sign, and starts again meanwhile what ends by itself. */
  static void await(Cluster cluster, String what, BooleanSupplier sign) throws Exception {
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
}
