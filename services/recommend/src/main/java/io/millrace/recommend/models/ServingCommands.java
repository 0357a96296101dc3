package io.millrace.recommend.models;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.model.recommendation.Generation;
import io.millrace.recommend.events.TopicLog;
import io.millrace.recommend.generation.Generations;
import io.millrace.recommend.generation.ModelStatus;
import io.millrace.recommend.http.ErrorCode;
import io.millrace.recommend.http.Fault;
import io.millrace.recommend.http.Json;
import io.millrace.recommend.http.Reply;
import io.millrace.recommend.http.RequestFault;
import io.millrace.schemas.Control;
import io.millrace.schemas.ControlCommand;
import io.millrace.schemas.Topics;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Sends commands about what serves to every replica, by the control topic, and waits until this one
 * has followed. Thread-safe.
 */
public final class ServingCommands {
  private static final String FIELD = "modelVersion";

  private final Generations generations;
  private final TopicLog log;
  private final Duration timeout;
  private final InstantSource wallClock;

  /**
   * Commands about these generations.
   *
   * @param timeout longest wait for this replica to follow
   */
  public ServingCommands(
      Generations generations, TopicLog log, Duration timeout, InstantSource wallClock) {
    this.generations = generations;
    this.log = log;
    this.timeout = timeout;
    this.wallClock = wallClock;
  }

  /** The generations that commands are about. */
  Generations generations() {
    return generations;
  }

  /**
   * One that may be told to serve.
   *
   * @throws RequestFault 404 if it is not on the topics, 422 if the gate refused it, 409 if it is
   *     incomplete or corrupt here; each says what there is
   */
  ModelStatus require(String field, String generation) {
    ModelStatus status = generations.status(generation);
    if (status == null) {
      String rule = "must be a generation on the topics (" + available() + ")";
      throw new RequestFault(
          ErrorCode.UNKNOWN_MODEL,
          "%s: %s, was \"%s\": never published, or retired since"
              .formatted(field, rule, generation),
          List.of(new Fault(field, rule, generation)));
    }
    return status;
  }

  /** Whether a generation may answer: it is on the topics, whole, or is {@link Generation#NONE}. */
  public boolean canServe(String generation) {
    ModelStatus status = generations.status(generation);
    return generation.equals(Generation.NONE) || (status != null && servable(status));
  }

  /** The same, and able to serve; {@link Generation#NONE} is not asked about. */
  void requireServable(String generation) {
    ModelStatus status = require(FIELD, generation);
    switch (status.state()) {
      case REFUSED ->
          throw refused(ErrorCode.INVALID_VALUE, "must have passed the gate", generation, status);
      case INCOMPLETE ->
          throw refused(
              ErrorCode.MODEL_UNAVAILABLE, "must have been read whole", generation, status);
      case CORRUPT ->
          throw refused(ErrorCode.MODEL_UNAVAILABLE, "must be intact", generation, status);
      case SERVING, RESIDENT, AVAILABLE -> {}
    }
  }

  private RequestFault refused(ErrorCode code, String rule, String generation, ModelStatus status) {
    return new RequestFault(
        code,
        "%s: %s, %s has not: %s; there are %s"
            .formatted(FIELD, rule, generation, status.reason(), available()),
        List.of(new Fault(FIELD, rule, generation)));
  }

  private String available() {
    return Stream.concat(
            generations.statuses().stream().filter(ServingCommands::servable).map(this::version),
            Stream.of(Generation.NONE))
        .collect(Collectors.joining(", "));
  }

  private String version(ModelStatus status) {
    return status.manifest().getGeneration();
  }

  private static boolean servable(ModelStatus status) {
    return switch (status.state()) {
      case SERVING, RESIDENT, AVAILABLE -> true;
      case INCOMPLETE, CORRUPT, REFUSED -> false;
    };
  }

  /**
   * Sends a command.
   *
   * @param key on the control topic
   * @param generation null where the command names none
   * @param by which call
   * @return 200 when this replica has followed, 202 while it has not
   */
  Future<Reply> send(String key, ControlCommand command, @Nullable String generation, String by) {
    long begin = System.nanoTime();
    long now = wallClock.millis();
    String requestId = UUID.randomUUID().toString();
    CompletableFuture<Boolean> followed =
        generations
            .following(requestId)
            .thenApply(done -> true)
            .completeOnTimeout(false, timeout.toMillis(), TimeUnit.MILLISECONDS);
    Control control = new Control(command, generation, requestId, by, now);
    CompletableFuture<Reply> reply =
        log.append(Topics.CONTROL, key, control, now)
            .toCompletableFuture()
            .thenCompose(at -> followed)
            .thenApply(done -> reply(control, done && isDone(control), begin));
    var _ = reply.whenComplete((sent, failure) -> generations.forget(requestId));
    return Future.fromCompletionStage(reply);
  }

  /** Whether what was asked for holds here now. */
  private boolean isDone(Control control) {
    String generation = control.getGeneration();
    return switch (control.getCommand()) {
      case PIN, PROMOTE -> generations.serving().version().equals(generation);
      case SHADOW -> generations.shadow() != null;
      case UNKNOWN, UNPIN, ROLL_BACK, UNSHADOW, RETRAIN -> true;
    };
  }

  private Reply reply(Control control, boolean applied, long begin) {
    ObjectNode node =
        Json.object()
            .put("requestId", control.getRequestId())
            .put("command", control.getCommand().name().toLowerCase(Locale.ROOT))
            .put(FIELD, control.getGeneration())
            .put("applied", applied)
            .put("serving", generations.serving().version())
            .put("pinned", generations.pinned())
            .put("shadow", generations.shadowed())
            .put("tookMs", Math.round((System.nanoTime() - begin) / 1e3) / 1e3);
    return Reply.json(applied ? 200 : 202, node);
  }
}
