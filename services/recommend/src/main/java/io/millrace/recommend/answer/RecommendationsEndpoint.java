package io.millrace.recommend.answer;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.recommend.access.Scope;
import io.millrace.recommend.events.RatingRule;
import io.millrace.recommend.http.Endpoint;
import io.millrace.recommend.http.Faults;
import io.millrace.recommend.http.Fields;
import io.millrace.recommend.http.Reply;
import io.millrace.recommend.http.Request;
import io.millrace.recommend.http.Routes;
import io.millrace.schemas.RatedItem;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /v1/recommendations}: the best items for a user, or for an anonymous session.
 *
 * <pre>{@code
 * {"userId": "42", "n": 10, "exclude": ["1"], "seen": "exclude", "filter": "year >= 1990"}
 * {"history": [{"itemId": "1", "rating": 5}, {"itemId": "2"}], "n": 10}
 * }</pre>
 *
 * A history's ratings are oldest first unless they carry timestamps; an item without a rating
 * counts as rated 4. {@link ListRequests} says what else a body may hold. The answer's {@code
 * next}, sent as {@code cursor} with the same options, gets the next page.
 */
public final class RecommendationsEndpoint implements Endpoint {
  private static final int MAX_HISTORY = 1000;
  private static final int UNRATED_HALF_STARS = 8;

  private final Answers answers;
  private final LongSupplier eventClock;
  private final ListRequests requests;

  /**
   * Asks the given answers.
   *
   * @param eventClock stamps a history's ratings that carry no time
   * @param requests reads what is wanted of the list
   */
  public RecommendationsEndpoint(Answers answers, LongSupplier eventClock, ListRequests requests) {
    this.answers = answers;
    this.eventClock = eventClock;
    this.requests = requests;
  }

  @Override
  public void mount(Routes routes) {
    routes.work(Scope.READ, HttpMethod.POST, "/v1/recommendations", this::answer);
  }

  private Future<Reply> answer(Request request) {
    Faults faults = request.faults();
    request.query().done();
    Fields body = request.bodyFields();
    String userId = body.optionalId("userId");
    boolean session = body.has("history");
    List<RatedItem> history = history(body, faults);
    ListRequest wanted = requests.page(body, faults);
    body.done();
    if (faults.isEmpty() && (userId == null ? !session : !history.isEmpty())) {
      faults.malformed("userId", "give either userId or history", session ? "both" : "neither");
    }
    faults.throwIfAny();
    ItemList list = answers.page(wanted.of(userId, history), wanted.paging(), wanted.explained());
    return Future.succeededFuture(Reply.ok(list));
  }

  private List<RatedItem> history(Fields body, Faults faults) {
    long now = eventClock.getAsLong();
    List<RatedItem> history = new ArrayList<>();
    body.each("history", MAX_HISTORY, (node, at) -> history.add(rated(node, at, now, faults)));
    history.sort(Comparator.comparingLong(RatedItem::getTimestamp));
    return history;
  }

  private static RatedItem rated(JsonNode node, String at, long now, Faults faults) {
    Fields fields = Fields.of(node, at, faults);
    String itemId = fields.id("itemId");
    int halfStars =
        fields.has("rating")
            ? RatingRule.halfStars(fields.number("rating"), fields.at("rating"), faults)
            : UNRATED_HALF_STARS;
    @Nullable Long time = fields.time("timestamp");
    if (time != null && time < 0) {
      faults.invalid(fields.at("timestamp"), "must be at least 0", time.toString());
    }
    fields.done();
    return new RatedItem(itemId, halfStars, time == null ? now : time);
  }
}
