package io.millrace.trainer.protocol;

import io.millrace.runtime.UserFault;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;

/**
 * How often what learns goes on, where every event before the one predicted may be used.
 *
 * @param retrainEvery trained anew after each such share of the events after the cut, above 0, at
 *     most 1; 1 for never
 * @param updateEvery between trainings, updated after each such share, above 0, at most 1; 1 for
 *     never
 */
public record Rolling(double retrainEvery, double updateEvery) {
  /** Only state moves. */
  static final Rolling NEVER = new Rolling(1, 1);

  public Rolling {
    require("--retrain-every", retrainEvery);
    require("--update-every", updateEvery);
  }

  /** Short enough for a file's name: {@code state}, or such as {@code retrain-5%-update-1%}. */
  String label() {
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
