package io.millrace.tests.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.WaitForSelectorState;
import io.millrace.schemas.ExperimentTally;
import io.millrace.schemas.Item;
import io.millrace.schemas.Judgement;
import io.millrace.schemas.Keys;
import io.millrace.schemas.Provenance;
import io.millrace.schemas.Topic;
import io.millrace.schemas.Topics;
import io.millrace.schemas.Training;
import io.millrace.schemas.TrainingPoint;
import io.millrace.schemas.TrainingState;
import io.millrace.tests.benchmark.RandomModel;
import io.millrace.tests.rig.Catalogue;
import io.millrace.tests.rig.Patience;
import io.millrace.tests.rig.ServiceClient;
import io.millrace.tests.rig.UntrainedSystem;
import io.millrace.trainer.publication.Contents;
import io.millrace.trainer.publication.Publication;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.opentest4j.TestAbortedException;

/**
 * What operators see of models, trainings and experiments: on a running system, to whose topics the
 * test writes what a trainer would.
 */
@Isolated
@TestInstance(Lifecycle.PER_CLASS)
final class OperatorsIT {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final String REFUSAL =
      "ndcg@10 of 0.0911 is below the live generation's 0.1243 by more than noise";

  private final Catalogue data = Catalogue.head(1000);
  private @Nullable Chromium chromium;
  private @Nullable UntrainedSystem system;
  private @Nullable ServiceClient client;

  @BeforeAll
  void startEverything(@TempDir Path directory) throws Exception {
    chromium = Chromium.start();
    UntrainedSystem started = UntrainedSystem.start(directory);
    system = started;
    client = new ServiceClient(started.port());
    try (Producer<byte[], byte[]> producer =
        new KafkaProducer<>(started.broker().kafka().producer("test"))) {
      for (Item item : data.items()) {
        send(producer, Topics.ITEMS, item.getItemId(), item);
      }
      publishModels(new Publication(producer));
      tellOfTrainings(producer);
      runExperiment(producer);
    }
  }

  private static <V extends SpecificRecordBase> void send(
      Producer<byte[], byte[]> producer, Topic<V> topic, String key, V value) {
    var _ =
        producer.send(
            new ProducerRecord<>(
                topic.name(), key.getBytes(StandardCharsets.UTF_8), topic.codec().encode(value)));
  }

  /** One after the other, so that each is what a roll-back of the next goes to. */
  private void publishModels(Publication publication) throws Exception {
    long hour = Duration.ofHours(1).toMillis();
    long now = System.currentTimeMillis();
    for (int number = 1; number <= 3; number++) {
      String version = "g%06d".formatted(number);
      publication.publish(
          version,
          Contents.whole(RandomModel.of(RandomModel.Shape.SMALL, data, number), data.items()),
          judgement(0.1183 + 0.002 * number, 0.0205),
          new Provenance("fused", "cpu", Map.of(), "", 1L, "", "", "", 899_651L, 201.4),
          now - (5 - number) * hour);
      awaitServing(version);
    }
    publication.refuse(
        "g000004",
        REFUSAL,
        judgement(0.0911, 0.0205),
        new Provenance("fused", "cpu", Map.of(), "", 1L, "", "", "", 901_204L, 187.0),
        now - hour);
  }

  private static Judgement judgement(double own, double popularity) {
    return new Judgement(
        Map.of("ndcg@10", own, "hr@10", 1.8 * own, "coverage@10", 0.41),
        Map.of("ndcg@10", popularity, "hr@10", 2 * popularity, "coverage@10", 0.012),
        Map.of(),
        Map.of(),
        Map.of());
  }

  /** One that was published, and one that runs and will not fall silent as long as this does. */
  private static void tellOfTrainings(Producer<byte[], byte[]> producer) {
    long now = System.currentTimeMillis();
    Training ended = training("t1", now - 7_200_000, TrainingState.PUBLISHED);
    ended.setEndedAt(now - 7_000_000);
    ended.setGeneration("g000003");
    send(producer, Topics.TRAININGS, "t1", ended);
    Training running = training("t2", now - 90_000, TrainingState.RUNNING);
    running.setUpdatedAt(now + Duration.ofHours(1).toMillis());
    running.setPhase("ranking");
    running.setFraction(0.4);
    send(producer, Topics.TRAININGS, "t2", running);
  }

  private static Training training(String id, long startedAt, TrainingState state) {
    return Training.newBuilder()
        .setTrainingId(id)
        .setTrigger("control")
        .setState(state)
        .setStartedAt(startedAt)
        .setUpdatedAt(startedAt)
        .setEngine("fused")
        .setDevice("cpu")
        .setRatings(901_204)
        .setPhase("finish")
        .setEpoch(2)
        .setEpochs(4)
        .setFraction(1)
        .setStep(1)
        .setSteps(2)
        .setFit("candidate")
        .setCurve(Stream.concat(falling("retrieval", 6.4), falling("ranking", 0.62)).toList())
        .build();
  }

  private static Stream<TrainingPoint> falling(String phase, double from) {
    return IntStream.rangeClosed(1, 20)
        .mapToObj(i -> new TrainingPoint(phase, i / 5.0, from * (0.7 + 0.3 / i), 1_000L * i));
  }

  private void runExperiment(Producer<byte[], byte[]> producer) throws InterruptedException {
    JsonNode made =
        client()
            .put(
                "/v1/experiments/old-or-new",
                "{\"description\":\"is the newest model better than the one"
                    + " before\",\"traffic\":0.5,"
                    + "\"arms\":[{\"name\":\"old\",\"modelVersion\":\"g000002\"},"
                    + "{\"name\":\"new\",\"modelVersion\":\"g000003\",\"diversity\":0.3}]}")
            .body();
    long revision = made.path("revision").asLong();
    tally(producer, "old", revision, 1000, 100);
    tally(producer, "new", revision, 1000, 200);
    producer.flush();
  }

  private static void tally(
      Producer<byte[], byte[]> producer, String arm, long revision, long users, long clickers) {
    send(
        producer,
        Topics.EXPERIMENT_RESULTS,
        Keys.tally("old-or-new", arm, 0),
        new ExperimentTally(
            "old-or-new",
            revision,
            arm,
            users,
            3 * users,
            clickers,
            clickers,
            clickers / 2,
            clickers / 2,
            1L));
  }

  @AfterAll
  void stopEverything() {
    if (chromium != null) {
      chromium.close();
    }
    if (client != null) {
      client.close();
    }
    if (system != null) {
      system.close();
    }
  }

  @AfterEach
  void shouldComplainOfNothing() {
    assertThat(chromium().complaints()).as("errors of the console").isEmpty();
  }

  private Chromium chromium() {
    if (chromium == null) {
      throw new TestAbortedException("there is no Chromium");
    }
    return chromium;
  }

  private ServiceClient client() {
    return Objects.requireNonNull(client, "client");
  }

  private JsonNode models() throws InterruptedException {
    return client().get("/v1/models").body();
  }

  private static void await(String what, Callable<Boolean> done) throws Exception {
    Patience.await(what, LIMIT, done, is -> is, () -> "see the log");
  }

  private void awaitServing(String version) throws Exception {
    await(version + " serves", () -> models().path("serving").asText().equals(version));
  }

  private Page open(int width, ColorScheme scheme) {
    Page page =
        chromium()
            .page(
                new Browser.NewContextOptions().setViewportSize(width, 900).setColorScheme(scheme));
    page.navigate(
        "http://127.0.0.1:%d/#/operators".formatted(Objects.requireNonNull(system).port()));
    page.locator(".experiment").waitFor();
    page.locator(".curves canvas").first().waitFor();
    return page;
  }

  private Page open() {
    return open(1280, ColorScheme.LIGHT);
  }

  private static Locator model(Page page, String version) {
    return page.locator(
        ".panel:has(#models-title) tbody tr:has(th:has-text('%s'))".formatted(version));
  }

  private static Locator arm(Page page, String name) {
    return page.locator(".experiment tbody tr:has(th:has-text('%s'))".formatted(name));
  }

  @Test
  void shouldShowEachModelBesidePopularityAndWhyOneWasRefused() {
    Page page = open();

    assertThat(model(page, "g000003").textContent())
        .contains("serving", "0.1243", "0.0205", "0.2237", "899.7k", "3 min");
    assertThat(model(page, "g000004").textContent()).contains("refused", REFUSAL, "0.0911");
    assertThat(model(page, "g000004").locator("button").count()).as("cannot be pinned").isZero();
    assertThat(model(page, "g000001").locator("button").textContent()).startsWith("Pin");
  }

  @Test
  void shouldRollBackWhenThatIsConfirmedAndNotBefore() throws Exception {
    Page page = open();
    Locator rollBack = page.locator("button:text-is('Roll back')").first();

    rollBack.click();
    assertThat(page.locator("#confirm[open]").textContent())
        .contains("Take g000003 back?", "g000002 serves then");
    assertThat(AxeCore.violations(page)).as("of the dialogue").isEmpty();
    page.keyboard().press("Escape");
    page.locator("#confirm").waitFor(hidden());
    rollBack.click();
    page.locator("#confirm button:text-is('Cancel')").click();
    page.locator("#confirm").waitFor(hidden());
    assertThat(models().path("serving").asText()).isEqualTo("g000003");
    assertThat(page.evaluate("document.activeElement.textContent")).isEqualTo("Roll back");

    rollBack.click();
    page.locator("#confirm button:text-is('Roll back')").click();
    page.locator("[role=status]:has-text('Rolled back')").waitFor();
    assertThat(models().path("serving").asText()).isEqualTo("g000002");
    assertThat(model(page, "g000002").textContent()).contains("serving", "pinned");

    page.locator("button:has-text('Unpin')").click();
    page.locator("#confirm button:text-is('Unpin')").click();
    awaitServing("g000003");
  }

  private static Locator.WaitForOptions hidden() {
    return new Locator.WaitForOptions().setState(WaitForSelectorState.HIDDEN);
  }

  @Test
  void shouldDrawTheLossOfTheTrainingThatRuns() {
    Page page = open();

    assertThat(page.locator(".curves figcaption").allTextContents())
        .containsExactly("Towers loss 4.576", "Ranker loss 0.443");
    assertThat(page.locator(".curves canvas").count()).isEqualTo(2);
    assertThat(page.locator("progress").getAttribute("value")).isEqualTo("0.4");
    assertThat(page.locator(".panel:has(#training-title)").textContent())
        .contains("step 1 of 2 (candidate)", "Ranker 40 %", "g000003", "published");
    assertThat(page.locator("button:has-text('Train now')").isDisabled()).isTrue();
  }

  @Test
  void shouldShowWhatCameOfEachArmWithIntervals() {
    Page page = open();

    Locator arm = arm(page, "new");
    assertThat(page.locator(".experiment h3").textContent()).contains("old-or-new");
    assertThat(arm.textContent()).contains("g000003, diversity 0.3", "1,000", "200 users");
    assertThat(arm.locator("svg.interval").first().getAttribute("aria-label"))
        .matches("20\\.0, from 1\\d\\.\\d to 2\\d\\.\\d");
    assertThat(arm.locator("svg.interval").nth(1).getAttribute("aria-label"))
        .matches("2\\.00×, from 1\\.\\d\\d× to \\d\\.\\d\\d×");
    assertThat(arm.textContent()).contains("differs", "p below 0.001");
    assertThat(arm(page, "old").textContent()).doesNotContain("differs");
  }

  @Test
  void shouldTellHowSoonOthersKnowARating() throws Exception {
    String item = data.items().getFirst().getItemId();
    String event = "{\"userId\":\"somebody\",\"itemId\":\"%s\",\"rating\":4}".formatted(item);
    assertThat(client().post("/v1/events", event).status()).isEqualTo(202);
    await(
        "the item counts it",
        () -> client().get("/v1/operations").body().at("/itemFreshness/count").asInt() > 0);

    Page page = open();

    assertThat(page.locator(".panel:has(#itemFreshness-title) .quantiles").textContent())
        .contains("p99");
  }

  @ParameterizedTest
  @CsvSource({"1280,LIGHT", "1280,DARK", "390,LIGHT", "390,DARK"})
  void shouldHaveNoFaultThatAxeFindsAndFitTheScreen(int width, ColorScheme scheme)
      throws IOException {
    Page page = open(width, scheme);

    assertThat(AxeCore.violations(page)).isEmpty();
    assertThat(page.evaluate("document.documentElement.scrollWidth")).isEqualTo(width);
  }
}
