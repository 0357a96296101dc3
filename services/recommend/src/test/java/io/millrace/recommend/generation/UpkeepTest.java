package io.millrace.recommend.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.model.recommendation.Recommendation;
import io.millrace.model.recommendation.RecommendationQuery;
import io.millrace.recommend.Patience;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UpkeepTest {
  private final Shelf shelf = new Shelf();
  private final Publication publication = new Publication(shelf);
  private final CountDownLatch building = new CountDownLatch(1);
  private final CountDownLatch release = new CountDownLatch(1);
  private final Map<String, ToldModel> built = new ConcurrentHashMap<>();
  private final ToldModel zero = new ToldModel("g000000");
  private final Upkeep upkeep = new Upkeep();
  private final Generations generations =
      new Generations(shelf, (topic, partition) -> 10, new HeldUpFactory());

  @AfterEach
  void stop() {
    release.countDown();
    generations.close();
    upkeep.close();
  }

  /** Takes for ever to build g000009. */
  private final class HeldUpFactory implements ModelFactory {
    @Override
    public ServingModel zero() {
      return zero;
    }

    @Override
    public ServingModel build(Parcel parcel) {
      ToldModel model = new ToldModel(parcel.manifest().getGeneration());
      built.put(model.version(), model);
      if (model.version().equals("g000009")) {
        building.countDown();
        await(release);
      }
      return model;
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void served(String... items) {
    Patience.until(
        () ->
            generations.serving().recommend(RecommendationQuery.forUser("u", 10)).stream()
                .map(Recommendation::itemId)
                .toList()
                .equals(List.of(items)),
        "%s served, by %s".formatted(List.of(items), generations.serving().version()));
  }

  @Test
  void shouldServeWhatArrivesWhileAnotherGenerationIsBeingBuilt() throws Exception {
    publication.publish("g000001");
    generations.settle();
    generations.start();
    publication.publish("g000009");
    assertThat(building.await(20, TimeUnit.SECONDS)).isTrue();

    generations.catalogued("new");

    served("new");
    assertThat(generations.serving().version()).isEqualTo("g000001");
    // Whoever builds a model is the only one to change it until it is built.
    assertThat(told("g000009")).isEmpty();
    release.countDown();
    Patience.until(() -> generations.serving().version().equals("g000009"), "g000009 serves");
    served("new");
    generations.catalogued("newer");
    served("new", "newer");
  }

  @Test
  void shouldKeepUpWhatIsResidentAndGenerationZeroAlone() {
    for (String generation : List.of("g000001", "g000002", "g000003")) {
      publication.publish(generation);
      generations.settle();
    }

    generations.catalogued("new");

    served("new");
    assertThat(told("g000001")).isEmpty();
    assertThat(told("g000002")).containsExactly("new");
    assertThat(zero.told()).containsExactly("new");
  }

  private List<String> told(String generation) {
    return Objects.requireNonNull(built.get(generation)).told();
  }

  @Test
  void shouldTellABuiltModelOnceOfEachItemThatChangedSinceItsBuildBegan() {
    ToldModel first = new ToldModel("g000001");
    ToldModel second = new ToldModel("g000002");
    upkeep.catalogued("before");

    upkeep.of(() -> changing(first, "a", "b", "a"));
    upkeep.of(() -> changing(second, "c"));
    upkeep.catalogued("d");

    Patience.until(() -> second.told().contains("d"), "all told");
    assertThat(first.told()).containsExactly("a", "b", "c", "d");
    assertThat(second.told()).containsExactly("c", "d");
  }

  /** A build during which items change. */
  private ServingModel changing(ToldModel model, String... items) {
    for (String item : items) {
      upkeep.catalogued(item);
    }
    return model;
  }

  @Test
  void shouldTellNoMoreWhatHasBeenLetGo() {
    ToldModel kept = new ToldModel("g000001");
    ToldModel gone = new ToldModel("g000002");
    upkeep.of(() -> gone);
    upkeep.of(() -> kept);
    upkeep.catalogued("a");
    upkeep.retain(List.of(kept));
    upkeep.catalogued("b");

    Patience.until(() -> kept.told().contains("b"), "b told");
    assertThat(gone.told()).containsExactly("a");
  }

  @Test
  void shouldGoOnWhenAModelCannotTakeAnItemOrABuildFails() {
    ToldModel model = new ToldModel("g000001");
    upkeep.of(() -> changing(model, "poison", "a"));
    assertThatThrownBy(
            () ->
                upkeep.of(
                    () -> {
                      throw new GenerationFault("no such tensor");
                    }))
        .isInstanceOf(GenerationFault.class);
    upkeep.catalogued("poison");
    upkeep.catalogued("b");

    Patience.until(() -> model.told().contains("b"), "b told");
    assertThat(model.told()).containsExactly("a", "b");
  }
}
