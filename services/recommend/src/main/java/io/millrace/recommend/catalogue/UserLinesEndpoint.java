package io.millrace.recommend.catalogue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.recommend.access.Scope;
import io.millrace.recommend.bulk.Importer;
import io.millrace.recommend.bulk.LineFormat;
import io.millrace.recommend.bulk.LineOutcome;
import io.millrace.recommend.http.Endpoint;
import io.millrace.recommend.http.Faults;
import io.millrace.recommend.http.Fields;
import io.millrace.recommend.http.Request;
import io.millrace.recommend.http.Routes;
import io.millrace.recommend.state.LiveState;
import io.millrace.schemas.Topics;
import io.millrace.schemas.User;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/**
 * Profiles, one a line: {@code POST /v1/users?wait=applied} takes them as {@link Importer} says,
 * each like a PUT of {@code /v1/users/{id}}; {@code GET /v1/users?format=ndjson} answers all that
 * were told, in no order and as POST takes them back.
 */
public final class UserLinesEndpoint implements Endpoint {
  private static final String PATH = "/v1/users";

  private final LiveState state;
  private final Importer<User> importer;

  /**
   * Shows the state and writes profiles.
   *
   * @param lineLimit most bytes of a line
   */
  public UserLinesEndpoint(LiveState state, CatalogueWriter writer, int lineLimit) {
    this.state = state;
    this.importer = new Importer<>(new Lines(writer), lineLimit);
  }

  @Override
  public void mount(Routes routes) {
    routes.uploadOnly(Scope.ADMIN, HttpMethod.POST, PATH, importer::answer);
    routes.download(Scope.ADMIN, PATH, this::all);
  }

  private Stream<ObjectNode> all(Request request) {
    var query = request.query();
    query.word("format", List.of("ndjson"));
    query.done();
    request.faults().throwIfAny();
    return state.profileIds().stream()
        .map(state::profile)
        .filter(Objects::nonNull)
        .map(UserForm::json);
  }

  private record Lines(CatalogueWriter writer) implements LineFormat<User> {
    @Override
    public User read(Fields fields, Faults faults) {
      User user = UserForm.read(fields.id("userId"), fields);
      fields.done();
      return user;
    }

    @Override
    public CompletionStage<LineOutcome> write(User user, boolean wait) {
      return writer.writeLine(Topics.USERS, user.getUserId(), user, wait);
    }
  }
}
