package io.millrace.recommend.models;

import io.millrace.model.generation.Preference;
import io.millrace.model.recommendation.Generation;
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
import java.util.List;

/**
 * {@code POST /v1/models/rollback}, without a body or with an empty object: every replica serves
 * the generation that served before the present one, and holds on to it as pinned. Once more goes
 * one further back. Before the first generation is {@code g000000}: no model.
 */
public final class RollbackEndpoint implements Endpoint {
  private static final String PATH = "/v1/models/rollback";

  private final ServingCommands commands;

  /** Sends these commands. */
  public RollbackEndpoint(ServingCommands commands) {
    this.commands = commands;
  }

  @Override
  public void mount(Routes routes) {
    routes.light(Scope.ADMIN, HttpMethod.POST, PATH, this::answer);
  }

  private Future<Reply> answer(Request request) {
    request.query().done();
    request.optionalBodyFields().done();
    request.faults().throwIfAny();
    String previous = commands.generations().previous();
    if (previous == null) {
      String serving = commands.generations().serving().version();
      throw new RequestFault(
          ErrorCode.MODEL_UNAVAILABLE,
          "there is nothing before %s to go back to; name a generation with /v1/models/pin"
              .formatted(serving),
          List.of(new Fault("rollback", "must have a generation to go back to", serving)));
    }
    if (!previous.equals(Generation.NONE)) {
      commands.requireServable(previous);
    }
    return commands.send(Preference.KEY, ControlCommand.PIN, previous, "POST " + PATH);
  }
}
