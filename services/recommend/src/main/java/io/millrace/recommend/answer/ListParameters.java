package io.millrace.recommend.answer;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.model.recommendation.RecommendationQuery;
import io.millrace.recommend.http.Json;
import io.millrace.recommend.http.Parameters;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A query string as the body that says the same, so that both are read by the same rules: texts and
 * numbers as they are, {@code exclude=1,2} as a list of ids, {@code cap=genre:3,year:2} as an
 * object. One request.
 */
final class ListParameters {
  private static final List<String> TEXTS = List.of("filter", "seen", "cursor");
  private static final List<String> NUMBERS = List.of("diversity", "exploration");
  private static final List<String> FLAGS = List.of("includeSeen", "explain");

  private final Parameters query;
  private final ObjectNode body = Json.object();

  ListParameters(Parameters query) {
    this.query = query;
  }

  /** The body; parameters that cannot be part of one are noted as faults. */
  ObjectNode body() {
    body.put("n", query.count("n", 10, RecommendationQuery.MAX_COUNT));
    TEXTS.forEach(name -> put(name, query.text(name)));
    NUMBERS.forEach(this::number);
    FLAGS.forEach(this::flag);
    exclude();
    caps();
    query.done();
    return body;
  }

  /** The same where only a number and a choice of items is asked for. */
  ObjectNode choice(int absent, int most) {
    body.put("n", query.count("n", absent, most));
    put("filter", query.text("filter"));
    exclude();
    query.done();
    return body;
  }

  private void put(String name, @Nullable String text) {
    if (text != null) {
      body.put(name, text);
    }
  }

  private void number(String name) {
    BigDecimal number = query.number(name);
    if (number != null) {
      body.put(name, number);
    }
  }

  private void flag(String name) {
    if (query.text(name) != null) {
      body.put(name, query.flag(name, false));
    }
  }

  private void exclude() {
    String text = query.text("exclude");
    if (text != null) {
      ArrayNode ids = body.putArray("exclude");
      List.of(text.split(",", -1)).forEach(ids::add);
    }
  }

  private void caps() {
    String text = query.text("cap");
    if (text == null) {
      return;
    }
    ObjectNode caps = body.putObject("cap");
    for (String cap : text.split(",", -1)) {
      int colon = cap.lastIndexOf(':');
      String field = cap.substring(0, Math.max(0, colon));
      if (field.isEmpty() || caps.has(field)) {
        query.malformed("cap", "must be like genre:3,year:2, each field once", text);
        return;
      }
      BigDecimal most = query.number("cap", cap.substring(colon + 1));
      if (most != null) {
        caps.put(field, most);
      }
    }
  }
}
