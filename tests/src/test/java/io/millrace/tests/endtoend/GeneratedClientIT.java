package io.millrace.tests.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.millrace.tests.rig.Patience;
import io.millrace.tests.rig.UntrainedSystem;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import millrace.generated.ApiClient;
import millrace.generated.ApiException;
import millrace.generated.api.CatalogueApi;
import millrace.generated.api.EventsApi;
import millrace.generated.api.ExperimentsApi;
import millrace.generated.api.ModelsApi;
import millrace.generated.api.OperationsApi;
import millrace.generated.api.RecommendationsApi;
import millrace.generated.api.ReferenceApiApi;
import millrace.generated.model.ArmDefinition;
import millrace.generated.model.Boost;
import millrace.generated.model.Event;
import millrace.generated.model.EventsAnswer;
import millrace.generated.model.Experiment;
import millrace.generated.model.ExperimentDefinition;
import millrace.generated.model.Feedback;
import millrace.generated.model.ItemContent;
import millrace.generated.model.ItemList;
import millrace.generated.model.ListedItem;
import millrace.generated.model.ModelVersion;
import millrace.generated.model.Pin;
import millrace.generated.model.Problem;
import millrace.generated.model.RatedItem;
import millrace.generated.model.RecommendationRequest;
import millrace.generated.model.ReferenceId;
import millrace.generated.model.ReferenceRequest;
import millrace.generated.model.UserProfile;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A stranger's client, made by a generator from the OpenAPI document alone, on a real system. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class GeneratedClientIT {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final int ITEMS = 12;

  private final ApiClient client = new ApiClient();
  private @Nullable UntrainedSystem system;

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    UntrainedSystem started = UntrainedSystem.start(directory);
    system = started;
    client.updateBaseUri("http://127.0.0.1:" + started.port());
    String items =
        IntStream.rangeClosed(1, ITEMS)
            .mapToObj(
                i ->
                    "{\"itemId\":\"%d\",\"title\":\"Film %d\",\"year\":%d,\"genres\":[\"Drama\"]}"
                        .formatted(i, i, 1990 + i))
            .collect(Collectors.joining("\n"));
    assertThat(new CatalogueApi(client).importItems(items, "applied").getAccepted())
        .isEqualTo((long) ITEMS);
    Patience.await(
        "events to be applied",
        LIMIT,
        () -> rate("first", "1").getApplied(),
        applied -> applied,
        () -> "see the log");
  }

  @AfterAll
  void stop() {
    if (system != null) {
      system.close();
    }
  }

  private EventsAnswer rate(String user, String item) throws ApiException {
    Event event = new Event().userId(user).itemId(item).rating(BigDecimal.valueOf(4.5));
    return new EventsApi(client).sendEvents(List.of(event), "applied");
  }

  private static List<String> ids(ItemList list) {
    return list.getItems().stream().map(ListedItem::getItemId).toList();
  }

  @Test
  void shouldKnowARatingInTheNextAnswer() throws ApiException {
    RecommendationsApi api = new RecommendationsApi(client);
    RecommendationRequest asked = new RecommendationRequest().userId("ann").n(ITEMS);
    assertThat(ids(api.recommend(asked))).contains("3");

    EventsAnswer answer = rate("ann", "3");

    assertThat(answer.getEvents()).hasSize(1);
    assertThat(answer.getEvents().getFirst().getTimestamp()).isPositive();
    assertThat(answer.getEvents().getFirst().getSuperseded()).isFalse();
    assertThat(ids(api.recommend(asked))).doesNotContain("3");
    assertThat(new CatalogueApi(client).getUser("ann").getRatedItems()).isEqualTo(1L);
  }

  @Test
  void shouldSteerPageAndExplain() throws ApiException {
    RecommendationsApi api = new RecommendationsApi(client);
    RecommendationRequest asked =
        new RecommendationRequest()
            .addHistoryItem(new RatedItem().itemId("1").rating(BigDecimal.valueOf(5)))
            .n(4)
            .filter("year > 1992")
            .addPinItem(new Pin("1"))
            .addBoostItem(new Boost().filter("year > 2000").multiply(BigDecimal.TWO))
            .explain(true);

    ItemList first = api.recommend(asked);
    ItemList second = api.recommend(asked.cursor(first.getNext()));

    assertThat(ids(first)).hasSize(4).first().isEqualTo("1");
    assertThat(first.getItems().getFirst().getPlacement())
        .isEqualTo(ListedItem.PlacementEnum.PINNED);
    assertThat(ids(second)).hasSize(4).doesNotContainAnyElementsOf(ids(first));
    assertThat(ids(api.similarItems("1", 3))).hasSize(3).doesNotContain("1");
    assertThat(api.onboarding(3, null, null).getItems()).hasSizeLessThanOrEqualTo(3);
  }

  @Test
  void shouldKeepTheCatalogue() throws ApiException {
    CatalogueApi api = new CatalogueApi(client);

    api.putItem("new", new ItemContent().title("New").year(2026).genres(List.of("Comedy")));
    api.putUser("bob", new UserProfile().age(31).attributes(Map.of("plan", "free")));

    assertThat(api.getItem("new").getGenres()).containsExactly("Comedy");
    assertThat(api.searchItems("new", 5, null).getItems()).hasSize(1);
    assertThat(api.getCatalogue().getYears().getTo()).isEqualTo(2026L);
    assertThat(api.getUser("bob").getAge()).isEqualTo(31);
    api.deleteItem("new");
    assertThat(catchThrowableOfType(ApiException.class, () -> api.getItem("new")).getCode())
        .isEqualTo(404);
  }

  @Test
  void shouldRunAnExperimentAndTellOfClicks() throws ApiException {
    ExperimentsApi api = new ExperimentsApi(client);
    ExperimentDefinition definition =
        new ExperimentDefinition()
            .layer("generated")
            .addArmsItem(new ArmDefinition().name("control"))
            .addArmsItem(new ArmDefinition().name("diverse").diversity(BigDecimal.valueOf(0.3)));

    Experiment defined = api.putExperiment("x", definition);
    ItemList list =
        new RecommendationsApi(client)
            .recommendForUser("cid", 3, null, null, null, null, null, null, null, null, null);
    new EventsApi(client)
        .sendFeedback(
            new Feedback()
                .recommendationId(list.getRecommendationId())
                .itemId(ids(list).getFirst())
                .type(Feedback.TypeEnum.CLICK));

    assertThat(defined.getArms()).hasSize(2);
    assertThat(defined.getCreatedAt()).isPositive();
    assertThat(api.getExperiments().getExperiments()).isNotEmpty();
    api.deleteExperiment("x");
  }

  @Test
  void shouldControlModelsAndSeeHowThingsAre() throws ApiException {
    ModelsApi models = new ModelsApi(client);
    OperationsApi operations = new OperationsApi(client);

    assertThat(models.pinModel(new ModelVersion().modelVersion("g000000")).getApplied()).isTrue();
    assertThat(models.getModels().getPinned()).isEqualTo("g000000");
    assertThat(models.unpinModel().getApplied()).isTrue();
    assertThat(models.getTrainings(5).getRunning()).isNull();
    assertThat(models.train(Map.of()).getRequested()).isTrue();
    assertThat(operations.getOperations().getSizes().getItems()).isGreaterThanOrEqualTo(ITEMS);
    assertThat(operations.metrics()).contains("millrace_recommend_requests");
    // No model has been trained: the status says so, and the body what is waited for.
    assertThat(catchThrowableOfType(ApiException.class, operations::ready).getCode())
        .isEqualTo(503);
  }

  @Test
  void shouldKeepToTheReferenceApi() throws ApiException {
    ReferenceRequest asked =
        new ReferenceRequest().userId(new ReferenceId(1L)).numRecommendations(3);

    assertThat(new ReferenceApiApi(client).referenceRecommendations(asked).getRecommendations())
        .hasSize(3);
  }

  @Test
  void shouldReadEveryFaultOfAProblem() throws Exception {
    RecommendationsApi api = new RecommendationsApi(client);
    RecommendationRequest asked =
        new RecommendationRequest().userId("ann").n(0).diversity(BigDecimal.TEN);

    ApiException refused = catchThrowableOfType(ApiException.class, () -> api.recommend(asked));
    Problem problem = client.getObjectMapper().readValue(refused.getResponseBody(), Problem.class);

    assertThat(refused.getCode()).isEqualTo(422);
    assertThat(problem.getCode()).isEqualTo(Problem.CodeEnum.INVALID_VALUE);
    assertThat(problem.getFaults())
        .extracting(fault -> fault.getField())
        .containsExactlyInAnyOrder("n", "diversity");
  }
}
