package io.millrace.recommend.answer;

import io.millrace.model.recommendation.RecommendationQuery;
import io.millrace.model.recommendation.SeenPolicy;
import io.millrace.model.recommendation.Steering;
import io.millrace.recommend.http.Faults;
import io.millrace.recommend.http.Fields;
import java.util.Collection;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a caller wants of a list: the same fields in a body, a query string and a message of
 * the stream.
 *
 * <pre>{@code
 * "n": 10, "exclude": ["1"], "explain": true, and those of SteeringRequest
 * }</pre>
 *
 * Thread-safe.
 */
public final class ListRequests {
  private static final int MAX_EXCLUDE = 10_000;

  /** What may differ from page to page of one list. */
  private static final Set<String> ANY_PAGE = Set.of("cursor", "n", "explain");

  private final Collection<String> attributes;

  /**
   * A reader.
   *
   * @param attributes names of attributes that some item has, a live view
   */
  public ListRequests(Collection<String> attributes) {
    this.attributes = attributes;
  }

  /** A request that may be for a later page: by {@code cursor}, the {@code next} of an answer. */
  ListRequest page(Fields fields, Faults faults) {
    int options = options(fields);
    @Nullable String text = fields.text("cursor", Cursor.MAX_LENGTH);
    Cursor cursor = text == null ? null : Cursor.parse(text);
    if (text != null && cursor == null) {
      faults.invalid("cursor", "must be the next of an answer", text);
    } else if (cursor != null && cursor.options() != options) {
      faults.invalid(
          "cursor",
          "must come with the options of the first page; n and explain alone may differ",
          "another's");
    }
    return read(fields, faults, new Paging(options, cursor));
  }

  /** A request for the first page. */
  public ListRequest first(Fields fields, Faults faults) {
    return read(fields, faults, new Paging(options(fields), null));
  }

  private static int options(Fields fields) {
    return fields.textWithout(ANY_PAGE).hashCode();
  }

  private ListRequest read(Fields fields, Faults faults, Paging paging) {
    int n = fields.count("n", 10, RecommendationQuery.MAX_COUNT);
    Set<String> exclude = Set.copyOf(fields.ids("exclude", MAX_EXCLUDE));
    SteeringRequest request = new SteeringRequest(fields, faults, attributes);
    SeenPolicy seen = request.seen();
    Steering steering = request.read(exclude, seen);
    boolean explained = fields.flag("explain", false);
    return new ListRequest(n, exclude, seen, steering, explained, paging);
  }
}
