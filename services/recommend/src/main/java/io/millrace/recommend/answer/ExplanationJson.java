package io.millrace.recommend.answer;

import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.model.encode.RatingForecast;
import io.millrace.model.explanation.Evidence;
import io.millrace.model.explanation.Reason;
import io.millrace.model.explanation.SourceScore;
import io.millrace.model.retrieval.SourceKind;
import io.millrace.recommend.http.Json;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reasons and evidence as {@code /v1} answers them. */
final class ExplanationJson {
  private ExplanationJson() {}

  static void writeReasons(JsonGenerator out, List<Reason> reasons) throws IOException {
    out.writeArrayFieldStart("reasons");
    for (Reason reason : reasons) {
      write(out, reason);
    }
    out.writeEndArray();
  }

  private static void write(JsonGenerator out, Reason reason) throws IOException {
    out.writeStartObject();
    out.writeStringField("kind", reason.kind().label());
    if (reason.itemId() != null) {
      out.writeStringField("itemId", reason.itemId());
      out.writeStringField("title", reason.title());
    }
    if (reason.genre() != null) {
      out.writeStringField("genre", reason.genre());
    }
    out.writeStringField("text", reason.text());
    out.writeEndObject();
  }

  static void writeExplanation(JsonGenerator out, Evidence evidence) throws IOException {
    out.writeObjectFieldStart("explanation");
    writeFeatures(out, evidence.features());
    writeSources(out, evidence.sources());
    writeForecast(out, evidence.forecast());
    out.writeEndObject();
  }

  private static void writeFeatures(JsonGenerator out, Map<String, Float> features)
      throws IOException {
    out.writeObjectFieldStart("features");
    for (Map.Entry<String, Float> feature : features.entrySet()) {
      out.writeNumberField(feature.getKey(), feature.getValue());
    }
    out.writeEndObject();
  }

  private static void writeSources(JsonGenerator out, Map<SourceKind, SourceScore> sources)
      throws IOException {
    out.writeObjectFieldStart("sources");
    for (Map.Entry<SourceKind, SourceScore> source : sources.entrySet()) {
      out.writeObjectFieldStart(source.getKey().label());
      Json.writeScore(out, "score", source.getValue().score());
      out.writeNumberField("rank", source.getValue().rank());
      out.writeEndObject();
    }
    out.writeEndObject();
  }

  private static void writeForecast(JsonGenerator out, @Nullable RatingForecast forecast)
      throws IOException {
    if (forecast != null) {
      out.writeObjectFieldStart("forecast");
      Json.writeScore(out, "stars", forecast.stars());
      Json.writeScore(out, "deviation", forecast.deviation());
      Json.writeScore(out, "taste", forecast.taste());
      out.writeEndObject();
    }
  }
}
