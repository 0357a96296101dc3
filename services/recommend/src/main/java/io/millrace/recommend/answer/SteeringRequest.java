package io.millrace.recommend.answer;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.model.filter.Filter;
import io.millrace.model.filter.FilterFault;
import io.millrace.model.filter.ItemField;
import io.millrace.model.recommendation.Knobs;
import io.millrace.model.recommendation.RecommendationQuery;
import io.millrace.model.recommendation.SeenPolicy;
import io.millrace.model.recommendation.Steering;
import io.millrace.model.reranking.Boost;
import io.millrace.model.reranking.Cap;
import io.millrace.model.reranking.Pin;
import io.millrace.recommend.http.Faults;
import io.millrace.recommend.http.Fields;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the options by which a caller steers a list, noting every fault and every contradiction.
 *
 * <pre>{@code
 * "seen": "exclude" | "include" | "only"
 * "filter": "genre = 'Drama' and year >= 1990"
 * "boost": [{"filter": "year >= 2000", "multiply": 1.5, "add": 0.1}]
 * "pin": ["260", {"itemId": "1210", "place": 3}]
 * "diversity": 0.3, "cap": {"genre": 3}, "exploration": 0.1
 * }</pre>
 *
 * One request.
 */
final class SteeringRequest {
  private static final int MAX_BOOSTS = 20;
  private static final int MAX_PINS = 100;
  private static final int MAX_CAPS = 10;

  /** Characters of a faulty filter shown on either side of the fault. */
  private static final int CONTEXT = 30;

  private static final List<String> SEEN =
      Stream.of(SeenPolicy.values()).map(SeenPolicy::label).toList();

  private final Fields body;
  private final Faults faults;
  private final Collection<String> attributes;

  /**
   * A reader.
   *
   * @param attributes names of attributes that some item has
   */
  SteeringRequest(Fields body, Faults faults, Collection<String> attributes) {
    this.body = body;
    this.faults = faults;
    this.attributes = attributes;
  }

  /** What the body says of seen items: {@code seen}, or {@code includeSeen} for short. */
  SeenPolicy seen() {
    boolean include = body.flag("includeSeen", false);
    @Nullable String word = body.optionalWord("seen", SEEN);
    if (word != null && body.has("includeSeen")) {
      faults.invalid(body.at("seen"), "give either seen or includeSeen", "both");
    }
    if (word != null) {
      return SeenPolicy.valueOf(word.toUpperCase(Locale.ROOT));
    }
    return include ? SeenPolicy.INCLUDE : SeenPolicy.EXCLUDE;
  }

  /** What the body says besides. */
  Steering read(Set<String> exclude, SeenPolicy seen) {
    Steering steering =
        new Steering(
            filter(body, "filter"),
            boosts(),
            pins(exclude),
            new Knobs(degree("diversity"), degree("exploration")),
            caps(),
            0);
    if (seen == SeenPolicy.ONLY && steering.exploration() > 0) {
      faults.invalid(
          body.at("exploration"),
          "must be 0 where seen is only: what few have rated the user has not",
          String.valueOf(steering.exploration()));
    }
    return steering;
  }

  private @Nullable Double degree(String name) {
    return body.has(name) ? body.real(name, 0, 0, 1) : null;
  }

  private @Nullable Filter filter(Fields fields, String name) {
    String text = fields.text(name, Filter.MAX_LENGTH);
    if (text == null || text.length() > Filter.MAX_LENGTH) {
      return null;
    }
    try {
      return Filter.parse(text, attributes);
    } catch (FilterFault e) {
      int at = Math.min(e.position() - 1, text.length());
      String around =
          text.substring(Math.max(0, at - CONTEXT), Math.min(text.length(), at + CONTEXT));
      faults.invalid(fields.at(name), String.valueOf(e.getMessage()), around);
      return null;
    }
  }

  private List<Boost> boosts() {
    List<Boost> boosts = new ArrayList<>();
    body.each("boost", MAX_BOOSTS, (node, at) -> boost(Fields.of(node, at, faults), at, boosts));
    return boosts;
  }

  private void boost(Fields fields, String at, List<Boost> out) {
    Filter filter = filter(fields, "filter");
    double factor = fields.real("multiply", 1, 0, Boost.MOST_FACTOR);
    double addend = fields.real("add", 0, -1, 1);
    if (!fields.has("filter")) {
      faults.malformed(fields.at("filter"), "is required", "absent");
    }
    if (!fields.has("multiply") && !fields.has("add")) {
      faults.invalid(at, "must have multiply or add", "neither");
    }
    fields.done();
    if (filter != null) {
      out.add(new Boost(filter, factor, addend));
    }
  }

  private List<Pin> pins(Set<String> exclude) {
    List<Pin> pins = new ArrayList<>();
    Set<String> items = new HashSet<>();
    Set<Integer> places = new HashSet<>();
    body.each(
        "pin",
        MAX_PINS,
        (node, at) -> {
          Pin pin = pin(node, at);
          if (exclude.contains(pin.itemId())) {
            faults.invalid(at, "must not be excluded too", pin.itemId());
          }
          if (!items.add(pin.itemId())) {
            faults.invalid(at, "must be pinned once", pin.itemId());
          }
          if (pin.place() > 0 && !places.add(pin.place())) {
            faults.invalid(at + ".place", "must not be another pin's", String.valueOf(pin.place()));
          }
          pins.add(pin);
        });
    return pins;
  }

  private Pin pin(JsonNode node, String at) {
    if (!node.isObject()) {
      return new Pin(body.elementId(node, at), 0);
    }
    Fields fields = Fields.of(node, at, faults);
    String itemId = fields.id("itemId");
    int before = faults.count();
    @Nullable Integer place = fields.integer("place", 1, RecommendationQuery.MAX_COUNT);
    boolean given = place != null && faults.count() == before;
    fields.done();
    return new Pin(itemId, given && place != null ? place : 0);
  }

  private List<Cap> caps() {
    List<Cap> caps = new ArrayList<>();
    Fields fields = body.inner("cap");
    if (fields == null) {
      return caps;
    }
    List<String> names = fields.names();
    if (names.size() > MAX_CAPS) {
      faults.invalid(
          body.at("cap"),
          "must have at most " + MAX_CAPS + " fields",
          String.valueOf(names.size()));
      return caps;
    }
    names.forEach(name -> cap(fields, name, caps));
    return caps;
  }

  private void cap(Fields fields, String name, List<Cap> out) {
    ItemField field = ItemField.named(name, attributes);
    @Nullable Integer most = fields.integer(name, 1, RecommendationQuery.MAX_COUNT);
    if (field == null) {
      faults.invalid(
          fields.at(name),
          "must be a field of items; known are " + ItemField.known(attributes),
          name);
    } else if (most != null) {
      out.add(new Cap(field, most));
    }
  }
}
