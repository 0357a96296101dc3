package io.millrace.recommend.answer;

import io.millrace.model.filter.Filter;
import io.millrace.model.filter.FilterFault;
import io.millrace.model.recommendation.SeenPolicy;
import io.millrace.model.recommendation.Steering;
import io.millrace.recommend.http.Faults;
import io.millrace.recommend.http.Fields;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the options by which a caller steers a list, noting every fault. Thread-safe. */
final class SteeringRequest {
  private static final List<String> SEEN =
      Stream.of(SeenPolicy.values()).map(SeenPolicy::label).toList();

  /** Characters of a faulty filter shown on either side of the fault. */
  private static final int CONTEXT = 30;

  private final Collection<String> attributes;

  /**
   * A reader.
   *
   * @param attributes names of attributes that some item has, now
   */
  SteeringRequest(Collection<String> attributes) {
    this.attributes = attributes;
  }

  /** What the body says. */
  Steering read(Fields body, Faults faults) {
    return new Steering(filter(body, "filter", faults));
  }

  /** What the body says of seen items: {@code seen}, or {@code includeSeen} for short. */
  SeenPolicy seen(Fields body, Faults faults) {
    boolean include = body.flag("includeSeen", false);
    @Nullable String word = body.optionalWord("seen", SEEN);
    if (word != null && body.has("includeSeen")) {
      faults.invalid("seen", "give either seen or includeSeen", "both");
    }
    if (word != null) {
      return SeenPolicy.valueOf(word.toUpperCase(Locale.ROOT));
    }
    return include ? SeenPolicy.INCLUDE : SeenPolicy.EXCLUDE;
  }

  private @Nullable Filter filter(Fields fields, String name, Faults faults) {
    String text = fields.text(name, Filter.MAX_LENGTH);
    if (text == null || text.length() > Filter.MAX_LENGTH) {
      return null;
    }
    try {
      return Filter.parse(text, attributes);
    } catch (FilterFault e) {
      int at = Math.min(e.position() - 1, text.length());
      String from =
          text.substring(Math.max(0, at - CONTEXT), Math.min(text.length(), at + CONTEXT));
      faults.invalid(fields.at(name), String.valueOf(e.getMessage()), from);
      return null;
    }
  }
}
