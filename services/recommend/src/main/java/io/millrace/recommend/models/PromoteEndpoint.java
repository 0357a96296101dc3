package io.millrace.recommend.models;

import io.millrace.model.generation.Preference;
import io.millrace.recommend.access.Scope;
import io.millrace.recommend.http.Endpoint;
import io.millrace.recommend.http.Reply;
import io.millrace.recommend.http.Request;
import io.millrace.recommend.http.Routes;
import io.millrace.schemas.ControlCommand;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;

/**
 * {@code POST /v1/models/promote {"modelVersion": "g000004"}}: every replica serves that
 * generation, until a newer one is published. Takes back a pin, and a shadow of the same
 * generation.
 */
public final class PromoteEndpoint implements Endpoint {
  private static final String PATH = "/v1/models/promote";

  private final ServingCommands commands;

  /** Sends these commands. */
  public PromoteEndpoint(ServingCommands commands) {
    this.commands = commands;
  }

  @Override
  public void mount(Routes routes) {
    routes.light(Scope.ADMIN, HttpMethod.POST, PATH, this::answer);
  }

  private Future<Reply> answer(Request request) {
    String generation = ModelVersion.of(request);
    commands.requireServable(generation);
    String by = "POST " + PATH;
    Future<Reply> promoted = commands.send(Preference.KEY, ControlCommand.PROMOTE, generation, by);
    return generation.equals(commands.generations().shadowed())
        ? commands
            .send(Preference.SHADOW_KEY, ControlCommand.UNSHADOW, null, by)
            .compose(done -> promoted)
        : promoted;
  }
}
