package io.millrace.data.sample;

import io.millrace.data.OrderedRatings;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * How the users of a sample choose and rate. At each step a user goes on with the series of one of
 * the last items half the time, and else chooses by fame times exp(taste). Used once, by one
 * thread.
 */
final class SampleBehaviour {
  /** 2000-01-01T00:00:00Z, in seconds. */
  private static final long START = 946_684_800L;

  private static final long SPAN = 3L * 365 * 24 * 3600;
  private static final long SITTING_GAP = 30L * 24 * 3600;
  private static final int SITTING = 25;
  private static final int LEAST = 10;
  private static final double ORDERLINESS = 0.5;

  private final SampleSpec spec;
  private final SampleCatalogue catalogue;
  private final Random random;
  private final List<Choice> choices = new ArrayList<>();

  private record Choice(int user, int item, double stars, long seconds) {}

  SampleBehaviour(SampleSpec spec, SampleCatalogue catalogue) {
    this.spec = spec;
    this.catalogue = catalogue;
    this.random = new Random(spec.seed() + 1);
  }

  /** All ratings. */
  OrderedRatings ratings() {
    for (int user = 0; user < spec.users(); user++) {
      live(user);
    }
    choices.sort(Comparator.comparingLong(Choice::seconds));
    OrderedRatings.Builder builder = new OrderedRatings.Builder();
    for (Choice choice : choices) {
      builder.add(
          Integer.toString(choice.user() + 1),
          Integer.toString(choice.item() + 1),
          choice.stars(),
          choice.seconds() * 1000);
    }
    return builder.build();
  }

  private void live(int ordinal) {
    SampleUser user = catalogue.users().get(ordinal);
    double[] weights = weights(user);
    BitSet rated = new BitSet();
    int count = Math.min(eagerness(), spec.items() - 5);
    long now = START + (long) (random.nextDouble() * SPAN);
    int last = -1;
    for (int i = 0; i < count; i++) {
      now += i % SITTING == 0 && i > 0 ? (long) (random.nextDouble() * SITTING_GAP) : pause();
      last = choose(weights, rated, last);
      rated.set(last);
      choices.add(new Choice(ordinal, last, stars(user, catalogue.items().get(last)), now));
    }
  }

  /** How many ratings a user gives: few give many. */
  private int eagerness() {
    double mean = (double) spec.ratings() / spec.users();
    double skewed = Math.exp(random.nextGaussian() * 0.7 - 0.245);
    return Math.max(LEAST, (int) Math.round(mean * skewed));
  }

  private long pause() {
    return 5L + random.nextInt(90);
  }

  private double[] weights(SampleUser user) {
    double[] weights = new double[spec.items()];
    for (int item = 0; item < weights.length; item++) {
      SampleItem one = catalogue.items().get(item);
      weights[item] = one.attraction() * Math.exp(0.6 * affinity(user, one));
    }
    return weights;
  }

  private static double affinity(SampleUser user, SampleItem item) {
    double sum = 0;
    for (int i = 0; i < user.taste().length; i++) {
      sum += user.taste()[i] * item.taste()[i];
    }
    return sum;
  }

  private int choose(double[] weights, BitSet rated, int last) {
    int sequel = last < 0 ? -1 : catalogue.items().get(last).sequel();
    if (sequel >= 0 && !rated.get(sequel) && random.nextDouble() < ORDERLINESS) {
      return sequel;
    }
    double total = 0;
    for (int item = 0; item < weights.length; item++) {
      total += rated.get(item) ? 0 : weights[item];
    }
    double left = random.nextDouble() * total;
    int chosen = rated.nextClearBit(0);
    for (int item = chosen;
        item < weights.length && left >= 0;
        item = rated.nextClearBit(item + 1)) {
      chosen = item;
      left -= weights[item];
    }
    return chosen;
  }

  private double stars(SampleUser user, SampleItem item) {
    double liking =
        3.6
            + user.kindness()
            + item.quality()
            + 0.35 * affinity(user, item)
            + random.nextGaussian() * 0.6;
    return Math.clamp(Math.round(liking * 2), 1, 10) / 2.0;
  }
}
