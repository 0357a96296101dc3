package io.millrace.recommend.feedback;

import io.millrace.recommend.access.Scope;
import io.millrace.recommend.events.TopicLog;
import io.millrace.recommend.http.Endpoint;
import io.millrace.recommend.http.ErrorCode;
import io.millrace.recommend.http.Fault;
import io.millrace.recommend.http.Fields;
import io.millrace.recommend.http.Json;
import io.millrace.recommend.http.Reply;
import io.millrace.recommend.http.Request;
import io.millrace.recommend.http.RequestFault;
import io.millrace.recommend.http.Routes;
import io.millrace.recommend.state.LiveState;
import io.millrace.schemas.Feedback;
import io.millrace.schemas.FeedbackType;
import io.millrace.schemas.Topics;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /v1/feedback {"recommendationId","itemId","type"}}: a reaction to an answered list;
 * type is click, dismiss, conversion or impression. Optionally {@code userId}. 202 once it is on
 * the topic. An item that is neither in the catalogue nor rated by anybody is refused; whether
 * there was such a list is not asked: another replica may have answered it.
 */
public final class FeedbackEndpoint implements Endpoint {
  private static final List<String> TYPES = List.of("click", "dismiss", "conversion", "impression");

  private final LiveState state;
  private final TopicLog log;
  private final InstantSource wallClock;

  /** Looks items up in the state and writes to the log. */
  public FeedbackEndpoint(LiveState state, TopicLog log, InstantSource wallClock) {
    this.state = state;
    this.log = log;
    this.wallClock = wallClock;
  }

  @Override
  public void mount(Routes routes) {
    routes.work(Scope.EVENTS, HttpMethod.POST, "/v1/feedback", this::answer);
  }

  private Future<Reply> answer(Request request) {
    request.query().done();
    Fields body = request.bodyFields();
    String recommendationId = body.id("recommendationId");
    String itemId = body.id("itemId");
    String type = body.word("type", TYPES);
    @Nullable String userId = body.optionalId("userId");
    body.done();
    request.faults().throwIfAny();
    requireKnown(itemId);
    long now = wallClock.millis();
    Feedback feedback =
        new Feedback(
            recommendationId,
            FeedbackType.valueOf(type.toUpperCase(Locale.ROOT)),
            userId,
            List.of(itemId),
            "",
            null,
            now);
    return Future.fromCompletionStage(
        log.append(Topics.FEEDBACK, recommendationId, feedback, now)
            .thenApply(at -> Reply.json(202, Json.object().put("accepted", 1))));
  }

  /** While the state loads nothing can be said of an item. */
  private void requireKnown(String itemId) {
    boolean known = state.item(itemId) != null || state.itemFeatures(itemId) != null;
    if (!known && state.loaded()) {
      throw new RequestFault(
          ErrorCode.UNKNOWN_ITEM,
          new Fault("itemId", "must be in the catalogue or have been rated", itemId));
    }
  }
}
