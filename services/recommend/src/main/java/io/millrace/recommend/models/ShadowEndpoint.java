package io.millrace.recommend.models;

import io.millrace.model.generation.Preference;
import io.millrace.recommend.access.Scope;
import io.millrace.recommend.http.Endpoint;
import io.millrace.recommend.http.ErrorCode;
import io.millrace.recommend.http.Fault;
import io.millrace.recommend.http.Reply;
import io.millrace.recommend.http.Request;
import io.millrace.recommend.http.RequestFault;
import io.millrace.recommend.http.Routes;
import io.millrace.schemas.ControlCommand;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;

/**
 * {@code POST /v1/models/shadow {"modelVersion": "g000004"}}: on every replica that generation
 * answers the same requests, unseen; what it would have shown goes to the feedback topic, how it
 * compares to {@code GET /v1/models}. {@code DELETE /v1/models/shadow} ends it.
 */
public final class ShadowEndpoint implements Endpoint {
  private static final String PATH = "/v1/models/shadow";

  private final ServingCommands commands;

  /** Sends these commands. */
  public ShadowEndpoint(ServingCommands commands) {
    this.commands = commands;
  }

  @Override
  public void mount(Routes routes) {
    routes.light(Scope.ADMIN, HttpMethod.POST, PATH, this::shadow);
    routes.light(Scope.ADMIN, HttpMethod.DELETE, PATH, this::unshadow);
  }

  private Future<Reply> shadow(Request request) {
    String generation = ModelVersion.of(request);
    commands.requireServable(generation);
    if (generation.equals(commands.generations().serving().version())) {
      throw new RequestFault(
          ErrorCode.MODEL_UNAVAILABLE,
          new Fault(
              "modelVersion", "must be another generation than the one that serves", generation));
    }
    return commands.send(Preference.SHADOW_KEY, ControlCommand.SHADOW, generation, "POST " + PATH);
  }

  private Future<Reply> unshadow(Request request) {
    request.query().done();
    request.faults().throwIfAny();
    return commands.send(Preference.SHADOW_KEY, ControlCommand.UNSHADOW, null, "DELETE " + PATH);
  }
}
