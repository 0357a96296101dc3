package io.millrace.recommend;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.model.feature.EventValidation;
import io.millrace.recommend.answer.Answers;
import io.millrace.recommend.answer.Impressions;
import io.millrace.recommend.answer.ListRequests;
import io.millrace.recommend.answer.LiveAnswers;
import io.millrace.recommend.answer.OnboardingEndpoint;
import io.millrace.recommend.answer.RecommendationsEndpoint;
import io.millrace.recommend.answer.ReferenceRecommendationsEndpoint;
import io.millrace.recommend.answer.ReferenceSimilarItemsEndpoint;
import io.millrace.recommend.answer.SimilarItemsEndpoint;
import io.millrace.recommend.answer.UserRecommendationsEndpoint;
import io.millrace.recommend.catalogue.CatalogueEndpoint;
import io.millrace.recommend.catalogue.CatalogueWriter;
import io.millrace.recommend.catalogue.ItemEndpoint;
import io.millrace.recommend.catalogue.ItemLinesEndpoint;
import io.millrace.recommend.catalogue.ItemSearchEndpoint;
import io.millrace.recommend.catalogue.UserEndpoint;
import io.millrace.recommend.catalogue.UserLinesEndpoint;
import io.millrace.recommend.catalogue.UserSearchEndpoint;
import io.millrace.recommend.events.EventIntake;
import io.millrace.recommend.events.EventRequest;
import io.millrace.recommend.events.EventsEndpoint;
import io.millrace.recommend.events.ItemFreshness;
import io.millrace.recommend.events.TopicLog;
import io.millrace.recommend.experiments.ExperimentEndpoint;
import io.millrace.recommend.experiments.Experiments;
import io.millrace.recommend.experiments.ExperimentsEndpoint;
import io.millrace.recommend.feedback.FeedbackEndpoint;
import io.millrace.recommend.generation.Generations;
import io.millrace.recommend.health.HealthEndpoint;
import io.millrace.recommend.health.MetricsEndpoint;
import io.millrace.recommend.health.Readiness;
import io.millrace.recommend.health.ReadinessEndpoint;
import io.millrace.recommend.http.BulkThreads;
import io.millrace.recommend.http.Endpoint;
import io.millrace.recommend.http.HttpApi;
import io.millrace.recommend.http.Routes;
import io.millrace.recommend.http.WorkPool;
import io.millrace.recommend.models.CompareEndpoint;
import io.millrace.recommend.models.ModelsEndpoint;
import io.millrace.recommend.models.PinEndpoint;
import io.millrace.recommend.models.PromoteEndpoint;
import io.millrace.recommend.models.RollbackEndpoint;
import io.millrace.recommend.models.ServingCommands;
import io.millrace.recommend.models.ShadowEndpoint;
import io.millrace.recommend.models.TrainEndpoint;
import io.millrace.recommend.operations.OperationsEndpoint;
import io.millrace.recommend.page.PageEndpoint;
import io.millrace.recommend.person.PersonRecords;
import io.millrace.recommend.person.UserExportEndpoint;
import io.millrace.recommend.shadow.ShadowScoring;
import io.millrace.recommend.state.LiveState;
import io.millrace.recommend.stream.StreamEndpoint;
import io.millrace.recommend.tracing.AppliedTraces;
import io.millrace.recommend.tracing.TracedAnswers;
import io.millrace.recommend.trainings.Trainings;
import io.millrace.recommend.trainings.TrainingsEndpoint;
import io.millrace.recommend.watch.Drift;
import io.millrace.recommend.watch.IndexCheck;
import io.millrace.runtime.tracing.Tracing;
import io.vertx.core.http.HttpMethod;
import java.net.BindException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/**
 * The endpoints over one state and its generations. Knows no Kafka: what is sent goes to the log.
 */
final class RecommendServer implements AutoCloseable {
  private final HttpApi api;
  private final Routes.Threads threads;
  private final ShadowScoring shadow;
  private final IndexCheck indexCheck;
  private final StreamEndpoint stream;
  private final Doors doors;

  private RecommendServer(
      HttpApi api,
      Doors doors,
      Routes.Threads threads,
      ShadowScoring shadow,
      IndexCheck indexCheck,
      StreamEndpoint stream) {
    this.api = api;
    this.doors = doors;
    this.threads = threads;
    this.shadow = shadow;
    this.indexCheck = indexCheck;
    this.stream = stream;
  }

  /**
   * Listens.
   *
   * @param persons where everything that is held of a person is read
   * @param log of what somebody waits for
   * @param observations log of feedback, which may come later: one, so that a click follows its
   *     impression
   * @param drift told of each list's first score
   * @param applied knows which event changed an answer
   * @param doors who may come in; closed with the server
   * @throws BindException if the port is taken
   */
  static RecommendServer start(
      RecommendConfig config,
      Doors doors,
      LiveState state,
      Generations generations,
      Trainings trainings,
      Experiments experiments,
      PersonRecords persons,
      TopicLog log,
      TopicLog observations,
      Supplier<Readiness> readiness,
      InstantSource wallClock,
      Drift drift,
      MeterRegistry meters,
      AppliedTraces applied,
      Tracing tracing)
      throws BindException {
    WorkPool workers = new WorkPool("recommend-worker", config.workerThreads(), config.waiting());
    FunctionCounter.builder("millrace.recommend.shed", workers, WorkPool::refused)
        .description("Requests refused because more came than could be answered")
        .register(meters);
    Routes.Threads threads = new Routes.Threads(workers, new BulkThreads(config.bulk().atOnce()));
    int lineLimit = Math.toIntExact(config.bodyLimit());
    Impressions impressions = new Impressions(observations, wallClock, meters);
    ShadowScoring shadow = new ShadowScoring(generations::shadow, observations, wallClock, meters);
    IndexCheck indexCheck =
        new IndexCheck(config.indexCheck(), () -> ThreadLocalRandom.current().nextDouble(), meters);
    Answers untraced =
        new LiveAnswers(
            state,
            generations,
            impressions,
            shadow,
            (model, query, list) -> {
              indexCheck.offer(() -> model.checkIndex(query));
              list.items().stream().findFirst().ifPresent(item -> drift.answered(item.score()));
            },
            experiments,
            config.steering(),
            UUID::randomUUID);
    Answers answers = TracedAnswers.of(untraced, applied, tracing);
    ListRequests lists = new ListRequests(state.itemAttributes());
    EventRequest events =
        new EventRequest(new EventValidation(wallClock), state::now, state::loaded);
    EventIntake intake =
        new EventIntake(
            log,
            state.applied(),
            new ItemFreshness(state, meters),
            config.appliedTimeout(),
            wallClock,
            meters,
            tracing);
    CatalogueWriter writer =
        new CatalogueWriter(log, state.arrivals(), config.appliedTimeout(), wallClock);
    ServingCommands commands =
        new ServingCommands(generations, log, config.appliedTimeout(), wallClock);
    StreamEndpoint stream =
        new StreamEndpoint(
            new StreamEndpoint.Parts(
                answers, lists, events, intake, state.changes(), workers, config.idleTimeout()),
            generations);
    List<Endpoint> endpoints =
        List.of(
            new HealthEndpoint(),
            new ReadinessEndpoint(readiness),
            new MetricsEndpoint(meters),
            new ReferenceRecommendationsEndpoint(answers),
            new ReferenceSimilarItemsEndpoint(answers),
            new UserRecommendationsEndpoint(answers, lists),
            new RecommendationsEndpoint(answers, state::now, lists),
            new SimilarItemsEndpoint(answers),
            new OnboardingEndpoint(state, lists),
            new EventsEndpoint(events, intake, lineLimit),
            new FeedbackEndpoint(state, observations, wallClock),
            new UserEndpoint(state, writer),
            new UserExportEndpoint(persons, experiments, wallClock),
            new UserLinesEndpoint(state, writer, lineLimit),
            new UserSearchEndpoint(state),
            new ItemEndpoint(state, writer),
            new ItemLinesEndpoint(state, writer, lineLimit),
            new ItemSearchEndpoint(state),
            new CatalogueEndpoint(state),
            new OperationsEndpoint(meters, readiness, state::now, wallClock),
            new ModelsEndpoint(generations, shadow),
            new CompareEndpoint(commands),
            new PinEndpoint(commands),
            new RollbackEndpoint(commands),
            new PromoteEndpoint(commands),
            new ShadowEndpoint(commands),
            new TrainEndpoint(log, wallClock),
            new TrainingsEndpoint(trainings, wallClock),
            new ExperimentsEndpoint(experiments, commands::canServe),
            new ExperimentEndpoint(experiments, commands::canServe, log, wallClock),
            new PageEndpoint());
    Gauge.builder("millrace.recommend.sockets", stream, StreamEndpoint::open)
        .description("WebSockets open")
        .register(meters);
    HttpApi.Settings settings =
        new HttpApi.Settings(
            config.host(),
            config.port(),
            config.connections(),
            config.bodyLimit(),
            config.bodyTimeout(),
            config.idleTimeout(),
            config.bulk(),
            config.access().allowedOrigins());
    HttpApi api =
        HttpApi.start(
            HttpApi.newVertx(),
            settings,
            doors.tls(),
            doors.gate(wallClock, meters),
            threads,
            meters,
            tracing,
            stream::mount,
            endpoints);
    return new RecommendServer(api, doors, threads, shadow, indexCheck, stream);
  }

  int port() {
    return api.port();
  }

  /** The paths, parameters with a colon before them, and the methods of each. */
  Map<String, Set<HttpMethod>> routes() {
    return api.routes();
  }

  @Override
  public void close() {
    stream.close();
    api.close();
    threads.close();
    shadow.close();
    indexCheck.close();
    doors.close();
  }
}
