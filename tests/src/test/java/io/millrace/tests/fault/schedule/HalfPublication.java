package io.millrace.tests.fault.schedule;

import io.millrace.schemas.Topics;
import io.millrace.tests.fault.cluster.Member;
import io.millrace.tests.fault.cluster.Member.Role;
import io.millrace.tests.rig.Deployment;
import io.millrace.tests.rig.TopicReading;
import java.util.Optional;

/**
 * The trainer is told to train, and killed with the first rows of the new generation on the topics;
 * the next trainer must bring a whole one.
 */
public record HalfPublication() implements Fault {
  private static final long STEP_MILLIS = 2;

  @Override
  public Optional<Role> victim() {
    return Optional.of(Role.TRAINER);
  }

  @Override
  public void strike(Arena arena) throws Exception {
    Member trainer = arena.cluster().member(Role.TRAINER, 1);
    TopicReading topics = arena.cluster().topics();
    long generations = arena.models().published();
    long rows = topics.end(Topics.ITEM_EMBEDDINGS, false);
    arena.models().train();
    long deadline = System.nanoTime() + Deployment.PATIENCE.toNanos();
    while (topics.end(Topics.ITEM_EMBEDDINGS, false) == rows && System.nanoTime() < deadline) {
      Thread.sleep(STEP_MILLIS);
    }
    trainer.kill();
    trainer.start();
    arena.models().train();
    arena.models().awaitPublished(generations + 1);
  }
}
