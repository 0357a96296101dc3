package io.millrace.recommend.answer;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.model.encode.RatingForecast;
import io.millrace.model.explanation.Evidence;
import io.millrace.model.explanation.Reason;
import io.millrace.recommend.http.Json;
import java.util.List;

/** Reasons and evidence as {@code /v1} answers them. */
final class ExplanationJson {
  private ExplanationJson() {}

  static void putReasons(ObjectNode item, List<Reason> reasons) {
    ArrayNode list = item.putArray("reasons");
    reasons.forEach(reason -> list.add(json(reason)));
  }

  private static ObjectNode json(Reason reason) {
    ObjectNode node = Json.object().put("kind", reason.kind().label());
    if (reason.itemId() != null) {
      node.put("itemId", reason.itemId()).put("title", reason.title());
    }
    if (reason.genre() != null) {
      node.put("genre", reason.genre());
    }
    return node.put("text", reason.text());
  }

  static void putExplanation(ObjectNode item, Evidence evidence) {
    ObjectNode node = item.putObject("explanation");
    ObjectNode features = node.putObject("features");
    evidence.features().forEach(features::put);
    ObjectNode sources = node.putObject("sources");
    evidence
        .sources()
        .forEach(
            (source, of) ->
                sources.putObject(source.label()).put("score", of.score()).put("rank", of.rank()));
    RatingForecast forecast = evidence.forecast();
    if (forecast != null) {
      node.putObject("forecast")
          .put("stars", forecast.stars())
          .put("deviation", forecast.deviation())
          .put("taste", forecast.taste());
    }
  }
}
