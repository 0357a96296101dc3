package io.millrace.tests.fault.schedule;

/**
 * A generation whose weights are garbage, behind a manifest that promises better: it must never
 * answer, and the next training must not stumble over it.
 *
 * @param seed of the garbage
 */
public record BrokenModel(long seed) implements Fault {
  @Override
  public void strike(Arena arena) throws Exception {
    long generations = arena.models().published();
    arena.models().publishGarbage(seed);
    arena.models().train();
    arena.models().awaitPublished(generations + 1);
  }
}
