package io.millrace.recommend.answer;

import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.model.explanation.Evidence;
import io.millrace.model.explanation.Reason;
import io.millrace.model.reranking.Placement;
import io.millrace.model.retrieval.SourceKind;
import io.millrace.recommend.http.Json;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One line of an answer.
 *
 * @param itemId the item
 * @param title as the catalogue has it; null where it has none
 * @param year of the item; null where the catalogue has none
 * @param genres as the catalogue has them
 * @param score 0 to 1 before boosts, higher is better; comparable within one answer only
 * @param probability how likely the item is what the user rates next, 0 to 1; null where that is
 *     not known
 * @param sources which sources proposed it
 * @param placement why it is where it is
 * @param reasons why it is in the answer, the strongest first; null where reasons are not given
 * @param evidence what it goes by in numbers; null where nobody asked for it
 */
public record ListedItem(
    String itemId,
    @Nullable String title,
    @Nullable Integer year,
    List<String> genres,
    double score,
    @Nullable Double probability,
    List<SourceKind> sources,
    Placement placement,
    @Nullable List<Reason> reasons,
    @Nullable Evidence evidence)
    implements Json.Content {
  public ListedItem {
    genres = List.copyOf(genres);
    sources = List.copyOf(sources);
    reasons = reasons == null ? null : List.copyOf(reasons);
  }

  /** Without reasons. */
  public ListedItem(
      String itemId,
      @Nullable String title,
      @Nullable Integer year,
      List<String> genres,
      double score,
      @Nullable Double probability,
      List<SourceKind> sources,
      Placement placement) {
    this(itemId, title, year, genres, score, probability, sources, placement, null, null);
  }

  /** With the reasons that the evidence gives; none without evidence. */
  ListedItem because(@Nullable Evidence grounds, boolean explained) {
    return new ListedItem(
        itemId,
        title,
        year,
        genres,
        score,
        probability,
        sources,
        placement,
        grounds == null ? List.of() : grounds.reasons(),
        explained ? grounds : null);
  }

  /** As {@code /v1} answers it. */
  @Override
  public void writeTo(JsonGenerator out) throws IOException {
    out.writeStartObject();
    out.writeStringField("itemId", itemId);
    out.writeStringField("title", title);
    if (year == null) {
      out.writeNullField("year");
    } else {
      out.writeNumberField("year", year);
    }
    Json.writeScore(out, "score", score);
    if (probability != null) {
      Json.writeScore(out, "probability", probability);
    }
    out.writeArrayFieldStart("genres");
    for (String genre : genres) {
      out.writeString(genre);
    }
    out.writeEndArray();
    out.writeArrayFieldStart("sources");
    for (SourceKind source : sources) {
      out.writeString(source.label());
    }
    out.writeEndArray();
    if (placement != Placement.RANKED) {
      out.writeStringField("placement", placement.label());
    }
    if (reasons != null) {
      ExplanationJson.writeReasons(out, reasons);
    }
    if (evidence != null) {
      ExplanationJson.writeExplanation(out, evidence);
    }
    out.writeEndObject();
  }
}
