package io.millrace.recommend.experiments;

import io.millrace.model.experiment.Assignment;
import io.millrace.recommend.access.Scope;
import io.millrace.recommend.events.TopicLog;
import io.millrace.recommend.http.Endpoint;
import io.millrace.recommend.http.ErrorCode;
import io.millrace.recommend.http.Fault;
import io.millrace.recommend.http.Faults;
import io.millrace.recommend.http.Reply;
import io.millrace.recommend.http.Request;
import io.millrace.recommend.http.RequestFault;
import io.millrace.recommend.http.Routes;
import io.millrace.schemas.Experiment;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * {@code PUT|GET|DELETE /v1/experiments/{id}}.
 *
 * <pre>{@code
 * {"description": "more of the unlike", "layer": "list", "traffic": 0.2,
 *  "arms": [{"name": "control"}, {"name": "diverse", "diversity": 0.3}]}
 * }</pre>
 *
 * An arm may also take other numbers of candidates ({@code "retrieval": {"freshCandidates": 20}}),
 * or rank them otherwise ({@code "ranker": {"ratingWeight": 0.5}}, {@code "ranker": {"enabled":
 * false}}).
 *
 * <p>With {@code "method": "interleaving"} each user's lists hold items of both arms. The first arm
 * is what the others are compared with. Shares are even where they are not given. A PUT that
 * changes anything but the description begins the count anew; who is in which arm stays as long as
 * the arms' shares do.
 *
 * <p>Here a definition is judged by all that this replica has taken or read before. Two replicas
 * that are told within the milliseconds that it takes from one to the other may give two
 * experiments of a layer the same users, whom the older one has then ({@link Assignment}). Until a
 * replica has read what was there at its start, changes are answered 503.
 */
public final class ExperimentEndpoint implements Endpoint {
  private static final String PATH = "/v1/experiments/:experimentId";

  private final Experiments experiments;
  private final Predicate<String> servable;
  private final TopicLog log;
  private final InstantSource wallClock;
  private final ExperimentJson json;

  /**
   * Writes to the log.
   *
   * @param servable whether a generation may answer
   */
  public ExperimentEndpoint(
      Experiments experiments, Predicate<String> servable, TopicLog log, InstantSource wallClock) {
    this.experiments = experiments;
    this.servable = servable;
    this.log = log;
    this.wallClock = wallClock;
    this.json = new ExperimentJson(experiments, servable);
  }

  @Override
  public void mount(Routes routes) {
    routes.work(Scope.ADMIN, HttpMethod.PUT, PATH, this::put);
    routes.work(Scope.READ, HttpMethod.GET, PATH, this::get);
    routes.work(Scope.ADMIN, HttpMethod.DELETE, PATH, this::delete);
  }

  private static String id(Request request) {
    String id = request.pathId("experimentId");
    ExperimentRequest.requireName(id, "experimentId", request.faults());
    return id;
  }

  private Future<Reply> get(Request request) {
    return Future.succeededFuture(Reply.ok(json.of(known(request))));
  }

  private Experiment known(Request request) {
    String id = id(request);
    request.query().done();
    request.faults().throwIfAny();
    Experiment experiment = experiments.get(id);
    if (experiment == null) {
      String rule = "must be an experiment under way";
      throw new RequestFault(
          ErrorCode.UNKNOWN_EXPERIMENT,
          "experimentId: %s, was \"%s\"; see /v1/experiments".formatted(rule, id),
          List.of(new Fault("experimentId", rule, id)));
    }
    return experiment;
  }

  private Future<Reply> delete(Request request) {
    experiments.requireRead();
    String id = known(request).getExperimentId();
    return Future.fromCompletionStage(
        experiments.write(log, id, null, wallClock.millis()).thenApply(at -> Reply.empty()));
  }

  private Future<Reply> put(Request request) {
    String id = id(request);
    request.query().done();
    Faults faults = request.faults();
    ExperimentRequest asked = ExperimentRequest.read(request.bodyFields(), faults, servable);
    faults.throwIfAny();
    experiments.requireRead();
    return define(id, asked);
  }

  /** One at a time, so that each is judged by those before it. */
  private synchronized Future<Reply> define(String id, ExperimentRequest asked) {
    long now = wallClock.millis();
    Experiment experiment = defined(id, asked, experiments.get(id), now);
    return Future.fromCompletionStage(
        experiments.write(log, id, experiment, now).thenApply(at -> Reply.ok(json.of(experiment))));
  }

  private Experiment defined(
      String id, ExperimentRequest asked, @Nullable Experiment before, long now) {
    int first = firstBucket(id, asked, before);
    Experiment experiment =
        new Experiment(
            id,
            asked.description(),
            asked.layer(),
            first,
            asked.traffic(),
            before == null ? id + "-" + now : before.getSalt(),
            asked.arms(),
            before == null ? now : before.getRevision(),
            before == null ? now : before.getCreatedAt(),
            asked.interleaved());
    if (before != null && !sameButForWords(experiment, before)) {
      experiment.setRevision(Math.max(now, before.getRevision() + 1));
    }
    return experiment;
  }

  private static boolean sameButForWords(Experiment one, Experiment other) {
    Experiment compared = Experiment.newBuilder(one).build();
    compared.setDescription(other.getDescription());
    return compared.equals(other);
  }

  /** Where it was, if that still fits; else the first gap of the layer. */
  private int firstBucket(String id, ExperimentRequest asked, @Nullable Experiment before) {
    if (before != null
        && before.getLayer().equals(asked.layer())
        && before.getBuckets() >= asked.traffic()) {
      return before.getFirstBucket();
    }
    List<Experiment> others =
        experiments.all().stream()
            .filter(other -> other.getLayer().equals(asked.layer()))
            .filter(other -> !other.getExperimentId().equals(id))
            .toList();
    int first = Assignment.firstFree(others, asked.traffic());
    if (first < 0) {
      String taken = String.join(", ", others.stream().map(Experiment::getExperimentId).toList());
      String rule = "must fit beside the others of the layer (" + taken + ")";
      double share = (double) asked.traffic() / Assignment.BUCKETS;
      throw new RequestFault(
          ErrorCode.EXPERIMENTS_OVERLAP,
          "traffic: %s, was %s; take less, another layer, or end one".formatted(rule, share),
          List.of(new Fault("traffic", rule, String.valueOf(share))));
    }
    return first;
  }
}
