package io.millrace.recommend.events;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.recommend.access.Scope;
import io.millrace.recommend.bulk.Importer;
import io.millrace.recommend.http.Endpoint;
import io.millrace.recommend.http.ErrorCode;
import io.millrace.recommend.http.Fault;
import io.millrace.recommend.http.Faults;
import io.millrace.recommend.http.Json;
import io.millrace.recommend.http.Parameters;
import io.millrace.recommend.http.Reply;
import io.millrace.recommend.http.Request;
import io.millrace.recommend.http.RequestFault;
import io.millrace.recommend.http.Routes;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code POST /v1/events?wait=applied}: one rating or an array of up to 1,000.
 *
 * <ul>
 *   <li>202: on the topic; with {@code wait=applied}, not in the live state within the time allowed
 *       ({@code "applied": false})
 *   <li>200: in the live state: the next answer knows it
 *   <li>400, 422: at least one event is wrong, and nothing was sent; or the stream refused it
 * </ul>
 *
 * One rating a line, any number of them, is taken as {@link Importer} says.
 */
public final class EventsEndpoint implements Endpoint {
  private static final String PATH = "/v1/events";
  private static final int MAX_EVENTS = 1000;

  private final EventRequest events;
  private final EventIntake intake;
  private final Importer<StampedEvent> importer;

  /**
   * Sends to the given intake.
   *
   * @param lineLimit most bytes of a line
   */
  public EventsEndpoint(EventRequest events, EventIntake intake, int lineLimit) {
    this.events = events;
    this.intake = intake;
    this.importer = new Importer<>(new EventLines(events, intake), lineLimit);
  }

  @Override
  public void mount(Routes routes) {
    routes.upload(Scope.EVENTS, HttpMethod.POST, PATH, importer::answer);
    routes.work(Scope.EVENTS, HttpMethod.POST, PATH, this::answer);
  }

  private Future<Reply> answer(Request request) {
    Parameters query = request.query();
    boolean wait = query.word("wait", List.of("applied")) != null;
    query.done();
    List<StampedEvent> sent = read(request.body(), request.faults());
    request.faults().throwIfAny();
    return Future.fromCompletionStage(
        intake.submit(sent, wait).thenApply(outcomes -> reply(outcomes, wait)));
  }

  private List<StampedEvent> read(JsonNode body, Faults faults) {
    if (!body.isContainerNode()) {
      faults.malformed("body", "must be an object or an array of objects", body);
      return List.of();
    }
    if (body.isObject()) {
      return List.of(events.read(body, "", faults));
    }
    if (body.isEmpty() || body.size() > MAX_EVENTS) {
      faults.invalid(
          "body", "must have 1 to " + MAX_EVENTS + " events", String.valueOf(body.size()));
      return List.of();
    }
    List<StampedEvent> read = new ArrayList<>();
    for (int i = 0; i < body.size(); i++) {
      read.add(events.read(body.get(i), "[" + i + "]", faults));
    }
    return read;
  }

  private static Reply reply(List<EventOutcome> outcomes, boolean wait) {
    refuseRejected(outcomes);
    boolean applied = outcomes.stream().allMatch(EventOutcome::isApplied);
    ObjectNode node = Json.object().put("accepted", outcomes.size());
    if (wait) {
      node.put("applied", applied);
    }
    ArrayNode list = node.putArray("events");
    outcomes.forEach(outcome -> list.add(outcome.json()));
    return Reply.json(applied ? 200 : 202, node);
  }

  private static void refuseRejected(List<EventOutcome> outcomes) {
    List<Fault> faults = new ArrayList<>();
    for (int i = 0; i < outcomes.size(); i++) {
      String rejection = outcomes.get(i).rejection();
      if (rejection != null) {
        faults.add(new Fault("[" + i + "]", rejection, outcomes.get(i).position().toString()));
      }
    }
    if (!faults.isEmpty()) {
      throw new RequestFault(
          ErrorCode.EVENT_REJECTED,
          "%d of %d events were rejected: %s"
              .formatted(faults.size(), outcomes.size(), faults.getFirst().rule()),
          faults);
    }
  }
}
