package io.millrace.trainer.sampling;

import java.util.List;
import java.util.SplittableRandom;

/** Random orders (Fisher and Yates 1938): same random numbers, same order. */
public final class Shuffle {
  private Shuffle() {}

  /** Puts the numbers in a random order. */
  public static void of(int[] numbers, SplittableRandom random) {
    for (int i = numbers.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swapped = numbers[i];
      numbers[i] = numbers[j];
      numbers[j] = swapped;
    }
  }

  /** Puts a list that can be changed in a random order. */
  public static <T> void of(List<T> list, SplittableRandom random) {
    for (int i = list.size() - 1; i > 0; i--) {
      list.set(i, list.set(random.nextInt(i + 1), list.get(i)));
    }
  }
}
