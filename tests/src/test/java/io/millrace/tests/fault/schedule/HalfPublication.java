package io.millrace.tests.fault.schedule;

import io.millrace.tests.fault.cluster.Member;
import io.millrace.tests.fault.cluster.Member.Role;
import io.millrace.tests.rig.Deployment;
import java.util.Optional;
import java.util.Set;

/**
 * The trainer is told to train, and killed with rows of the new generation on the topics and no
 * manifest; where the manifest was there first, it is told again. The next trainer must bring a
 * whole generation.
 */
public record HalfPublication() implements Fault {
  private static final int MOST_TRIES = 20;

  /** What was on its way to the brokers when the trainer was killed has come by then. */
  private static final long ON_ITS_WAY_MILLIS = 500;

  @Override
  public Optional<Role> victim() {
    return Optional.of(Role.TRAINER);
  }

  @Override
  public void strike(Arena arena) throws Exception {
    int tries = 1;
    while (!cutsShort(arena)) {
      if (tries++ == MOST_TRIES) {
        throw new AssertionError(
            MOST_TRIES + " generations were whole before the trainer was killed");
      }
    }
    long generations = arena.models().published();
    arena.models().train();
    arena.models().awaitPublished(generations + 1);
  }

  /** Whether there is one more generation with rows and no manifest. */
  private static boolean cutsShort(Arena arena) throws Exception {
    Member trainer = arena.cluster().member(Role.TRAINER, 1);
    Set<String> before = arena.models().half();
    try (RowWatch rows = new RowWatch(arena.cluster().kafka())) {
      arena.models().train();
      if (!rows.awaitFirst(Deployment.PATIENCE)) {
        throw new AssertionError("no generation was published: " + trainer.process().output());
      }
      trainer.kill();
    }
    Thread.sleep(ON_ITS_WAY_MILLIS);
    boolean cut = !before.containsAll(arena.models().half());
    trainer.start();
    return cut;
  }
}
