package io.millrace.recommend.generation;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.model.generation.Preference;
import io.millrace.recommend.Records;
import io.millrace.schemas.Control;
import io.millrace.schemas.ControlCommand;
import io.millrace.schemas.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CommandedGenerationsTest {
  private final Shelf shelf = new Shelf();
  private final Publication publication = new Publication(shelf);
  private final List<String> built = new ArrayList<>();
  private final CountDownLatch release = new CountDownLatch(1);
  private final CountDownLatch building = new CountDownLatch(1);
  private long position = 10;
  private final Generations generations =
      new Generations(shelf, (topic, partition) -> position, recording());

  @AfterEach
  void stop() {
    release.countDown();
    generations.close();
  }

  /** Takes for ever to build g000009. */
  private ModelFactory recording() {
    return new ModelFactory() {
      @Override
      public ServingModel zero() {
        return NamedModel.factory().zero();
      }

      @Override
      public ServingModel build(Parcel parcel) {
        String generation = parcel.manifest().getGeneration();
        built.add(generation);
        if (generation.equals("g000009")) {
          await();
        }
        return NamedModel.factory().build(parcel);
      }
    };
  }

  private void await() {
    building.countDown();
    try {
      release.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private String serving() {
    generations.settle();
    return generations.serving().version();
  }

  private void serveInTurn(String... all) {
    for (String generation : all) {
      publication.publish(generation);
      assertThat(serving()).isEqualTo(generation);
    }
  }

  private void pin(@Nullable String generation) {
    command(Preference.KEY, ControlCommand.PIN, generation, "r", 1_000_000);
  }

  private void command(
      String key, ControlCommand command, @Nullable String generation, String id, long at) {
    Control control = new Control(command, generation, id, "test", at);
    Records.feed(shelf.handlers(), Records.of(Topics.CONTROL, key, control, 0, 0));
  }

  @Test
  void shouldGoOneFurtherBackWithEachRollBack() {
    serveInTurn("g000001", "g000002", "g000003");

    assertThat(generations.previous()).isEqualTo("g000002");
    pin(generations.previous());
    assertThat(serving()).isEqualTo("g000002");
    assertThat(generations.previous()).isEqualTo("g000001");
    pin(generations.previous());
    assertThat(serving()).isEqualTo("g000001");
    assertThat(generations.previous()).isEqualTo("g000000");
    pin(generations.previous());
    assertThat(serving()).isEqualTo("g000000");
    assertThat(generations.modelServes()).isFalse();
    assertThat(generations.servesAsWanted()).isTrue();
  }

  @Test
  void shouldGoBackToWhatServedBeforeRatherThanToTheNextOlder() {
    serveInTurn("g000001", "g000002", "g000003");
    pin("g000001");
    assertThat(serving()).isEqualTo("g000001");
    command(Preference.KEY, ControlCommand.PROMOTE, "g000003", "r", 1_000_000);
    assertThat(serving()).isEqualTo("g000003");

    assertThat(generations.previous()).isEqualTo("g000001");
  }

  @Test
  void shouldGoBackToTheNextOlderAndHaveItBuiltAfterAStart() {
    publication.publish("g000001");
    publication.publish("g000002");
    assertThat(serving()).isEqualTo("g000002");

    assertThat(generations.previous()).isEqualTo("g000001");
    assertThat(built).containsExactly("g000002", "g000001");
    pin("g000001");
    assertThat(serving()).isEqualTo("g000001");
    assertThat(built).hasSize(2);
  }

  @Test
  void shouldPassOverRetiredOnesWhenGoingBack() {
    serveInTurn("g000001", "g000002", "g000003");
    publication.retire("g000002");
    generations.settle();

    assertThat(generations.previous()).isEqualTo("g000001");
  }

  @Test
  void shouldServePromotedOneUntilANewerIsPublished() {
    serveInTurn("g000001", "g000002");
    pin("g000001");
    assertThat(serving()).isEqualTo("g000001");
    publication.publish("g000003");
    // g000003 was created at 3000: the command comes after it, and before g000004.
    command(Preference.KEY, ControlCommand.PROMOTE, "g000002", "r", 3500);
    assertThat(serving()).isEqualTo("g000002");
    assertThat(generations.pinned()).isNull();

    publication.publish("g000004");
    assertThat(serving()).isEqualTo("g000004");
  }

  @Test
  void shouldKeepServingWhenPinnedOneIsIncompleteAndServeItOnceItIsRead() {
    serveInTurn("g000001", "g000002", "g000003");
    pin("g000002");
    assertThat(serving()).isEqualTo("g000002");
    publication.publish("g000004");
    position = 9;
    pin("g000004");

    assertThat(serving()).isEqualTo("g000002");
    position = 10;
    assertThat(serving()).isEqualTo("g000004");
  }

  @Test
  void shouldKeepServingWhenPinnedOneIsCorrupt() {
    serveInTurn("g000001", "g000002", "g000003");
    pin("g000002");
    assertThat(serving()).isEqualTo("g000002");
    publication.publish("g000004");
    publication.removeChunk("g000004", 0);
    pin("g000004");

    assertThat(serving()).isEqualTo("g000002");
  }

  @Test
  void shouldServeNewestWhenCommandIsPoison() {
    serveInTurn("g000001", "g000002");
    for (String poison : new String[] {"nonsense", "", null, "g999999"}) {
      pin(poison);
      assertThat(serving()).as("pin of %s", poison).isEqualTo("g000002");
    }
    pin("g000001");
    assertThat(serving()).isEqualTo("g000001");
    byte[] bytes = {1, 2, 3};
    try {
      Records.feed(shelf.handlers(), Records.of(Topics.CONTROL, Preference.KEY, bytes, 0, 0));
    } catch (RuntimeException passedOver) { // the follower counts it and goes on
      assertThat(passedOver).hasMessageNotContaining("null");
    }
    assertThat(serving()).isEqualTo("g000001");
    Records.feed(shelf.handlers(), Records.of(Topics.CONTROL, Preference.KEY, (byte[]) null, 0, 0));
    assertThat(serving()).isEqualTo("g000002");
  }

  @Test
  void shouldBuildShadowBesideTheTwoAndLetItGoWhenToldTo() {
    serveInTurn("g000001", "g000002", "g000003");
    command(Preference.SHADOW_KEY, ControlCommand.SHADOW, "g000001", "r", 1);
    assertThat(serving()).isEqualTo("g000003");

    assertThat(generations.shadowed()).isEqualTo("g000001");
    assertThat(String.valueOf(generations.shadow())).contains("g000001");
    assertThat(state("g000002")).isEqualTo(ModelStatus.State.RESIDENT);
    assertThat(state("g000001")).isEqualTo(ModelStatus.State.RESIDENT);

    command(Preference.SHADOW_KEY, ControlCommand.UNSHADOW, null, "r", 2);
    assertThat(serving()).isEqualTo("g000003");
    assertThat(generations.shadow()).isNull();
    assertThat(state("g000001")).isEqualTo(ModelStatus.State.AVAILABLE);
  }

  @Test
  void shouldHaveNoShadowWhenItServesOrIsRetired() {
    serveInTurn("g000001", "g000002");
    command(Preference.SHADOW_KEY, ControlCommand.SHADOW, "g000002", "r", 1);
    generations.settle();
    assertThat(generations.shadow()).isNull();
    pin("g000001");
    assertThat(serving()).isEqualTo("g000001");
    assertThat(generations.shadow()).isNotNull();

    publication.retire("g000002");
    generations.settle();
    assertThat(generations.shadow()).isNull();
  }

  @Test
  void shouldFollowAtOnceWhileAnotherGenerationIsBeingBuilt() throws Exception {
    serveInTurn("g000001", "g000002");
    generations.start();
    publication.publish("g000009");
    assertThat(building.await(20, TimeUnit.SECONDS)).isTrue();
    CompletableFuture<Void> followed = generations.following("back");

    command(Preference.KEY, ControlCommand.PIN, "g000001", "back", 1_000_000);

    // Both hold although the builder's thread is held up.
    assertThat(generations.serving().version()).isEqualTo("g000001");
    assertThat(followed).isDone();
    release.countDown();
    generations.forget("back");
    CompletableFuture<Void> unpinned = generations.following("on");
    command(Preference.KEY, ControlCommand.PIN, "g000002", "on", 2_000_000);
    unpinned.get(20, TimeUnit.SECONDS);
    assertThat(generations.serving().version()).isEqualTo("g000002");
  }

  private ModelStatus.@Nullable State state(String generation) {
    ModelStatus status = generations.status(generation);
    return status == null ? null : status.state();
  }
}
