package io.millrace.recommend.trainings;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.recommend.access.Scope;
import io.millrace.recommend.http.Endpoint;
import io.millrace.recommend.http.Json;
import io.millrace.recommend.http.Parameters;
import io.millrace.recommend.http.Reply;
import io.millrace.recommend.http.Request;
import io.millrace.recommend.http.Routes;
import io.millrace.schemas.Training;
import io.millrace.schemas.TrainingState;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /v1/trainings?n=20}: the training under way, and the most recent, newest first, each
 * with its phase, its loss as it went and its epochs. One that nothing was heard of for {@value
 * #SILENT_MILLIS} ms has state {@code silent}: its trainer is gone, or cannot reach the topic.
 */
public final class TrainingsEndpoint implements Endpoint {
  private static final long SILENT_MILLIS = 30_000;

  private final Trainings trainings;
  private final InstantSource wallClock;

  /** Shows these trainings. */
  public TrainingsEndpoint(Trainings trainings, InstantSource wallClock) {
    this.trainings = trainings;
    this.wallClock = wallClock;
  }

  @Override
  public void mount(Routes routes) {
    routes.work(Scope.READ, HttpMethod.GET, "/v1/trainings", this::answer);
  }

  private Future<Reply> answer(Request request) {
    Parameters query = request.query();
    int count = query.count("n", 20, Trainings.MOST);
    query.done();
    request.faults().throwIfAny();
    List<Training> newest = trainings.newest(Trainings.MOST);
    ObjectNode node = Json.object();
    node.set("running", running(newest));
    ArrayNode all = node.putArray("trainings");
    newest.stream().limit(count).forEach(training -> all.add(json(training)));
    return Future.succeededFuture(Reply.ok(node));
  }

  private @Nullable ObjectNode running(List<Training> newest) {
    return newest.stream()
        .filter(training -> state(training).equals("running"))
        .findFirst()
        .map(this::json)
        .orElse(null);
  }

  private String state(Training training) {
    boolean silent =
        training.getState() == TrainingState.RUNNING
            && wallClock.millis() - training.getUpdatedAt() > SILENT_MILLIS;
    return silent ? "silent" : training.getState().name().toLowerCase(Locale.ROOT);
  }

  private ObjectNode json(Training training) {
    ObjectNode node =
        Json.object()
            .put("trainingId", training.getTrainingId())
            .put("trigger", training.getTrigger())
            .put("state", state(training))
            .put("startedAt", training.getStartedAt())
            .put("updatedAt", training.getUpdatedAt())
            .put("endedAt", training.getEndedAt())
            .put("engine", training.getEngine())
            .put("device", training.getDevice())
            .put("ratings", training.getRatings())
            .put("phase", training.getPhase())
            .put("epoch", training.getEpoch())
            .put("epochs", training.getEpochs())
            .put("step", training.getStep())
            .put("steps", training.getSteps())
            .put("fit", training.getFit())
            .put("percent", Math.round(training.getFraction() * 1000) / 10.0)
            .put("loss", training.getLoss())
            .put("ndcg", training.getNdcg())
            .put("modelVersion", training.getGeneration())
            .put("reason", training.getReason());
    curve(node.putArray("curve"), training);
    history(node.putArray("history"), training);
    return node;
  }

  private static void curve(ArrayNode points, Training training) {
    training
        .getCurve()
        .forEach(
            point ->
                points
                    .addObject()
                    .put("phase", point.getPhase())
                    .put("epoch", point.getEpoch())
                    .put("loss", point.getLoss())
                    .put("at", point.getAt()));
  }

  private static void history(ArrayNode epochs, Training training) {
    training
        .getHistory()
        .forEach(
            line ->
                epochs
                    .addObject()
                    .put("fit", line.getFit())
                    .put("phase", line.getPhase())
                    .put("epoch", line.getEpoch())
                    .put("loss", line.getLoss())
                    .put("ndcg", line.getNdcg())
                    .put("seconds", line.getSeconds())
                    .put("at", line.getAt()));
  }
}
