package io.millrace.recommend.models;

import io.millrace.recommend.access.Scope;
import io.millrace.recommend.events.TopicLog;
import io.millrace.recommend.http.Endpoint;
import io.millrace.recommend.http.Json;
import io.millrace.recommend.http.Reply;
import io.millrace.recommend.http.Request;
import io.millrace.recommend.http.Routes;
import io.millrace.schemas.Control;
import io.millrace.schemas.ControlCommand;
import io.millrace.schemas.Topics;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.time.InstantSource;
import java.util.UUID;

/**
 * {@code POST /v1/models/train}: asks the trainer for a new generation now, without a body or with
 * an empty object. 202 with the request's id once it is on the topic; what comes of it is in {@code
 * GET /v1/models}.
 */
public final class TrainEndpoint implements Endpoint {
  private static final String TRAINING = "training";

  private final TopicLog log;
  private final InstantSource wallClock;

  /** Writes to the log. */
  public TrainEndpoint(TopicLog log, InstantSource wallClock) {
    this.log = log;
    this.wallClock = wallClock;
  }

  @Override
  public void mount(Routes routes) {
    routes.work(Scope.ADMIN, HttpMethod.POST, "/v1/models/train", this::answer);
  }

  private Future<Reply> answer(Request request) {
    request.query().done();
    request.optionalBodyFields().done();
    request.faults().throwIfAny();
    long now = wallClock.millis();
    String requestId = UUID.randomUUID().toString();
    Control retrain =
        new Control(ControlCommand.RETRAIN, null, requestId, "POST /v1/models/train", now);
    return Future.fromCompletionStage(
        log.append(Topics.CONTROL, TRAINING, retrain, now)
            .thenApply(
                at ->
                    Reply.json(
                        202, Json.object().put("requested", true).put("requestId", requestId))));
  }
}
