package io.millrace.trainer.study;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The values that a study tries of one setting. Immutable. */
public sealed interface Values {
  /** A few, each as often as the others. */
  record Choices(List<String> all) implements Values {
    public Choices {
      all = List.copyOf(all);
      if (all.isEmpty() || all.stream().anyMatch(String::isEmpty)) {
        throw new IllegalArgumentException("must have no empty value between the bars");
      }
      if (all.stream().distinct().count() < all.size()) {
        throw new IllegalArgumentException("must name no value twice");
      }
    }
  }

  /** Whole numbers, both ends included. */
  record Whole(long low, long high, boolean log) implements Values {
    public Whole {
      requireRange((double) low, (double) high, log);
    }

    private long draw(SplittableRandom random) {
      if (!log) {
        return random.nextLong(low, high + 1);
      }
      double drawn = Math.exp(random.nextDouble(Math.log((double) low), Math.log(high + 1.0)));
      return Math.clamp((long) drawn, low, high);
    }
  }

  /** Numbers, to four digits. */
  record Real(double low, double high, boolean log) implements Values {
    private static final MathContext DIGITS = new MathContext(4);

    public Real {
      requireRange(low, high, log);
    }

    private String draw(SplittableRandom random) {
      double drawn =
          log
              ? Math.exp(random.nextDouble(Math.log(low), Math.log(high)))
              : random.nextDouble(low, high);
      double rounded = new BigDecimal(drawn).round(DIGITS).doubleValue();
      return Double.toString(Math.clamp(rounded, low, high));
    }
  }

  private static void requireRange(double low, double high, boolean log) {
    if (!(low < high)) {
      throw new IllegalArgumentException("must be a range from a lower to a higher number");
    }
    if (log && low <= 0) {
      throw new IllegalArgumentException("must be above 0 where it is followed by log");
    }
  }

  /**
   * Reads {@code a | b | c}, {@code low..high} or {@code low..high log}.
   *
   * @throws IllegalArgumentException naming the rule it breaks
   */
  static Values parse(String text) {
    String number = "(-?\\d+(?:\\.\\d+)?(?:[eE]-?\\d+)?)";
    Matcher range =
        Pattern.compile(number + "\\s*\\.\\.\\s*" + number + "(\\s+log)?").matcher(text.strip());
    if (!range.matches()) {
      return new Choices(Arrays.stream(text.split("\\|", -1)).map(String::strip).toList());
    }
    boolean log = range.group(3) != null;
    boolean whole = range.group(1).matches("-?\\d+") && range.group(2).matches("-?\\d+");
    return whole
        ? new Whole(Long.parseLong(range.group(1)), Long.parseLong(range.group(2)), log)
        : new Real(Double.parseDouble(range.group(1)), Double.parseDouble(range.group(2)), log);
  }

  /**
   * The value of a turn. Choices come like cards of a deck that is shuffled anew when it is used
   * up, so that each comes as often as the others (stratified, as in McKay et al. 1979); of ranges
   * each turn draws.
   *
   * @param seed of this setting
   * @param turn from 0
   */
  default String at(long seed, int turn) {
    return switch (this) {
      case Choices(List<String> all) -> card(all, seed, turn);
      case Whole range -> Long.toString(range.draw(random(seed, turn)));
      case Real range -> range.draw(random(seed, turn));
    };
  }

  private static SplittableRandom random(long seed, long turn) {
    return new SplittableRandom(new SplittableRandom(seed).nextLong() ^ turn);
  }

  private static String card(List<String> all, long seed, int turn) {
    List<String> deck = new ArrayList<>(all);
    SplittableRandom random = random(seed, turn / all.size());
    for (int i = deck.size() - 1; i > 0; i--) {
      Collections.swap(deck, i, random.nextInt(i + 1));
    }
    return deck.get(turn % all.size());
  }
}
