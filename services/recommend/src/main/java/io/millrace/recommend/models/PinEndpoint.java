package io.millrace.recommend.models;

import io.millrace.model.generation.Preference;
import io.millrace.model.recommendation.Generation;
import io.millrace.recommend.access.Scope;
import io.millrace.recommend.http.Endpoint;
import io.millrace.recommend.http.Reply;
import io.millrace.recommend.http.Request;
import io.millrace.recommend.http.Routes;
import io.millrace.schemas.ControlCommand;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;

/**
 * {@code POST /v1/models/pin {"modelVersion": "g000003"}}: every replica serves that generation and
 * holds on to it whatever is published; {@code g000000} serves without a model. {@code DELETE
 * /v1/models/pin}: the newest serves again, and what comes after it.
 */
public final class PinEndpoint implements Endpoint {
  private static final String PATH = "/v1/models/pin";

  private final ServingCommands commands;

  /** Sends these commands. */
  public PinEndpoint(ServingCommands commands) {
    this.commands = commands;
  }

  @Override
  public void mount(Routes routes) {
    routes.light(Scope.ADMIN, HttpMethod.POST, PATH, this::pin);
    routes.light(Scope.ADMIN, HttpMethod.DELETE, PATH, this::unpin);
  }

  private Future<Reply> pin(Request request) {
    String generation = ModelVersion.of(request);
    if (!generation.equals(Generation.NONE)) {
      commands.requireServable(generation);
    }
    return commands.send(Preference.KEY, ControlCommand.PIN, generation, "POST " + PATH);
  }

  private Future<Reply> unpin(Request request) {
    request.query().done();
    request.faults().throwIfAny();
    return commands.send(Preference.KEY, ControlCommand.UNPIN, null, "DELETE " + PATH);
  }
}
