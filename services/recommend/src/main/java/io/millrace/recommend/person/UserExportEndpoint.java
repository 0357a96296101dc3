package io.millrace.recommend.person;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.recommend.access.Scope;
import io.millrace.recommend.experiments.Experiments;
import io.millrace.recommend.http.Endpoint;
import io.millrace.recommend.http.Request;
import io.millrace.recommend.http.Routes;
import java.time.InstantSource;
import java.util.stream.Stream;

/**
 * {@code GET /v1/users/{id}/export}: everything that is held of a person, in the lines of {@link
 * PersonLine}. Of somebody unknown there are no records.
 */
public final class UserExportEndpoint implements Endpoint {
  private static final String PATH = "/v1/users/:userId/export";

  private final PersonRecords records;
  private final Experiments experiments;
  private final InstantSource wallClock;

  /** Reads the records anew for each request. */
  public UserExportEndpoint(
      PersonRecords records, Experiments experiments, InstantSource wallClock) {
    this.records = records;
    this.experiments = experiments;
    this.wallClock = wallClock;
  }

  @Override
  public void mount(Routes routes) {
    routes.downloadOnly(Scope.ADMIN, PATH, this::lines);
  }

  private Stream<ObjectNode> lines(Request request) {
    String userId = request.pathId("userId");
    request.query().done();
    request.faults().throwIfAny();
    Stream<ObjectNode> told =
        Stream.concat(
            Stream.of(PersonLine.title(userId, wallClock.millis())),
            experiments.places(userId).stream().map(PersonLine::arm));
    return Stream.concat(told, records.of(userId));
  }
}
