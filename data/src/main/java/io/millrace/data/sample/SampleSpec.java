package io.millrace.data.sample;

/**
 * The size of a sample.
 *
 * @param users how many, at least 1
 * @param items how many, at least 20
 * @param ratings about how many; each user gives at least 10 and rates no item twice
 * @param seed of everything random
 */
public record SampleSpec(int users, int items, int ratings, long seed) {
  static final SampleSpec STANDARD = new SampleSpec(1_000, 500, 60_000, 42);

  public SampleSpec {
    require(users >= 1, "users", "at least 1", users);
    require(items >= 20, "items", "at least 20", items);
    require(ratings >= 0, "ratings", "at least 0", ratings);
  }

  private static void require(boolean holds, String name, String rule, long value) {
    if (!holds) {
      throw new IllegalArgumentException("%s: must be %s, was %d".formatted(name, rule, value));
    }
  }
}
