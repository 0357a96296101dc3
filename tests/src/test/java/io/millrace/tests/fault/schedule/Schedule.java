package io.millrace.tests.fault.schedule;

import io.millrace.tests.fault.cluster.Member.Role;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Faults in the order they strike, one after the other: the next when all has recovered from the
 * one before, and a while later.
 *
 * @param strikes in order
 */
public record Schedule(List<Strike> strikes) {
  private static final int LONGEST_PAUSE_MILLIS = 1_500;

  /**
   * A fault and when it comes.
   *
   * @param after all has been well for so long
   */
  public record Strike(Fault fault, Duration after) {}

  public Schedule {
    strikes = List.copyOf(strikes);
  }

  /** Which kinds are drawn from. */
  public enum Kinds {
    /** Those that a cluster gets over within seconds. */
    SHORT,
    /** All of them. */
    ALL
  }

  /** So many faults; the same for the same seed. Every kind comes before one comes again. */
  public static Schedule drawn(long seed, int faults, Kinds of) {
    Random random = new Random(seed);
    List<Strike> strikes = new ArrayList<>();
    while (strikes.size() < faults) {
      List<Fault> kinds = new ArrayList<>(shortOnes(random));
      if (of == Kinds.ALL) {
        kinds.addAll(longOnes(random));
      }
      Collections.shuffle(kinds, random);
      for (Fault fault : kinds.subList(0, Math.min(kinds.size(), faults - strikes.size()))) {
        Duration after = Duration.ofMillis(random.nextInt(LONGEST_PAUSE_MILLIS));
        strikes.add(new Strike(fault, after));
      }
    }
    return new Schedule(strikes);
  }

  private static List<Fault> shortOnes(Random random) {
    return List.of(
        new Kill(Role.FEATURES, 1 + random.nextInt(2)),
        new Kill(Role.RECOMMEND, 1 + random.nextInt(2)),
        new Kill(Role.BROKER, broker(random)),
        new Pause(Role.RECOMMEND, 1 + random.nextInt(2), seconds(random, 2, 6)),
        new Pause(Role.BROKER, broker(random), seconds(random, 2, 8)),
        new CutOff(broker(random), seconds(random, 2, 8)),
        new LostState(1 + random.nextInt(2)),
        new DiskFull(seconds(random, 2, 6)),
        new WildClock(random.nextLong(), 50),
        new Poison(random.nextLong(), 5));
  }

  private static List<Fault> longOnes(Random random) {
    return List.of(
        new Pause(Role.FEATURES, 1 + random.nextInt(2), seconds(random, 2, 12)),
        new Pause(Role.BROKER, broker(random), seconds(random, 8, 12)),
        new CutOff(broker(random), seconds(random, 8, 12)),
        new RollingRestart(),
        new CorruptState(1 + random.nextInt(2), random.nextLong()),
        new HalfPublication(),
        new BrokenModel(random.nextLong()));
  }

  private static int broker(Random random) {
    return 1 + random.nextInt(3);
  }

  private static Duration seconds(Random random, int least, int most) {
    return Duration.ofMillis(random.nextInt(least * 1_000, most * 1_000));
  }
}
