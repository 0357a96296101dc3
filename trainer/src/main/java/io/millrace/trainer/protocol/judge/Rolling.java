package io.millrace.trainer.protocol.judge;

import io.millrace.runtime.UserFault;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * How often what learns goes on, where every event before the one predicted may be used.
 *
 * @param retrainEvery trained anew after each such share of the events after the cut, above 0, at
 *     most 1; 1 for never
 * @param updateEvery between trainings, updated after each such share, above 0, at most 1; 1 for
 *     never
 */
public record Rolling(double retrainEvery, double updateEvery) {

  private static final double RETRAIN_EVERY = 0.05;
  private static final double UPDATE_EVERY = 0.01;

  public Rolling {
    require("--retrain-every", retrainEvery);
    require("--update-every", updateEvery);
  }

  /**
   * Ways to be judged, as the user wrote them. One share of each option is one way: trained anew,
   * and updated between. Of several, each is a way by itself, without the other option's; {@code
   * 5%+1%} is training anew after each 5 % with updates after each 1 % between.
   *
   * @param retrain shares, such as {@code 5%} or {@code 0.05}; empty for 5 %, or for never where
   *     there are several of the other
   * @param update shares; empty for 1 %, or for never where there are several of the other
   * @throws UserFault if one is no share, or not above 0 and at most 1
   */
  public static List<Rolling> of(List<String> retrain, List<String> update) {
    List<Rolling> trained =
        retrain.stream().map(text -> of("--retrain-every", text)).distinct().toList();
    List<Double> updated =
        update.stream().map(text -> share("--update-every", text)).distinct().toList();
    boolean both = retrain.stream().anyMatch(text -> text.contains("+"));
    if (trained.size() > 1 || updated.size() > 1 || (both && !updated.isEmpty())) {
      Stream<Rolling> alone = updated.stream().map(share -> new Rolling(1, share));
      return Stream.concat(alone, trained.stream()).distinct().toList();
    }
    if (both) {
      return trained;
    }
    return List.of(
        new Rolling(
            trained.isEmpty() ? RETRAIN_EVERY : trained.getFirst().retrainEvery(),
            updated.isEmpty() ? UPDATE_EVERY : updated.getFirst()));
  }

  private static Rolling of(String option, String text) {
    int plus = text.indexOf('+');
    return plus < 0
        ? new Rolling(share(option, text), 1)
        : new Rolling(
            share(option, text.substring(0, plus)), share(option, text.substring(plus + 1)));
  }

  private static double share(String option, String text) {
    String number = text.strip();
    boolean percent = number.endsWith("%");
    try {
      double value =
          Double.parseDouble(percent ? number.substring(0, number.length() - 1) : number);
      return percent ? value / 100 : value;
    } catch (NumberFormatException e) {
      throw new UserFault(
          "%s: must be a share such as 5%% or 0.05, was \"%s\"".formatted(option, text), e);
    }
  }

  /** Short enough for a file's name: {@code state}, or such as {@code retrain-5%-update-1%}. */
  public String label() {
    List<String> parts = new ArrayList<>();
    if (retrainEvery < 1) {
      parts.add("retrain-" + percent(retrainEvery));
    }
    if (updateEvery < 1) {
      parts.add("update-" + percent(updateEvery));
    }
    return parts.isEmpty() ? "state" : String.join("-", parts);
  }

  private static String percent(double share) {
    return new BigDecimal(100 * share, new MathContext(4)).stripTrailingZeros().toPlainString()
        + "%";
  }

  private static void require(String option, double share) {
    if (!(share > 0 && share <= 1)) {
      throw new UserFault(
          option + ": must be above 0 % and at most 100 %, was " + 100 * share + " %");
    }
  }

  /**
   * Events between two trainings or updates.
   *
   * @param share of {@code later} events
   */
  static int events(double share, int later) {
    return share >= 1 ? Integer.MAX_VALUE : Math.max(1, (int) (share * later));
  }
}
