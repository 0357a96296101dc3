package io.millrace.model.generation;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.Control;
import io.millrace.schemas.ControlCommand;
import io.millrace.schemas.GateVerdict;
import io.millrace.schemas.ModelManifest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PreferenceTest {
  private static final List<ModelManifest> FIVE =
      List.of(
          manifest("g000001", GateVerdict.PUBLISHED, 1000),
          manifest("g000002", GateVerdict.PUBLISHED, 2000),
          manifest("g000003", GateVerdict.REFUSED, 3000),
          manifest("g000004", GateVerdict.PUBLISHED, 4000),
          manifest("g000005", GateVerdict.PUBLISHED, 5000));

  @Test
  void shouldTakeTheNewestPublishedWhenNothingIsCommanded() {
    assertThat(order(null)).containsExactly("g000005", "g000004", "g000002", "g000001");
    assertThat(order(command(ControlCommand.UNPIN, null, 4500))).first().isEqualTo("g000005");
  }

  @Test
  void shouldHoldThePinnedOneWhateverComesAfterTheCommand() {
    Control pin = command(ControlCommand.PIN, "g000001", 1500);

    assertThat(order(pin)).containsExactly("g000001", "g000005", "g000004", "g000002");
    assertThat(Preference.pinned(pin)).isEqualTo("g000001");
  }

  @Test
  void shouldGoBackToTheNamedOneOnlyUntilAnotherIsPublishedAfterTheCommand() {
    assertThat(order(command(ControlCommand.ROLL_BACK, "g000001", 5500)))
        .containsExactly("g000001", "g000005", "g000004", "g000002");
    assertThat(order(command(ControlCommand.ROLL_BACK, "g000001", 4500)))
        .containsExactly("g000005", "g000001", "g000004", "g000002");
  }

  @Test
  void shouldServeThePromotedOneOnlyUntilAnotherIsPublishedAfterTheCommand() {
    assertThat(order(command(ControlCommand.PROMOTE, "g000001", 5500)))
        .containsExactly("g000001", "g000005", "g000004", "g000002");
    assertThat(order(command(ControlCommand.PROMOTE, "g000001", 4500)))
        .containsExactly("g000005", "g000001", "g000004", "g000002");
    assertThat(Preference.pinned(command(ControlCommand.PROMOTE, "g000001", 5500))).isNull();
  }

  @Test
  void shouldServeNoneWhenGenerationZeroIsPinned() {
    assertThat(order(command(ControlCommand.PIN, "g000000", 5500))).isEmpty();
  }

  @Test
  void shouldTakeTheNewestWhenTheNamedOneIsNotThereOrWasRefused() {
    for (String absent : new String[] {"g000009", "g000003", "", null}) {
      assertThat(order(command(ControlCommand.PIN, absent, 5500))).first().isEqualTo("g000005");
      assertThat(order(command(ControlCommand.PROMOTE, absent, 5500))).first().isEqualTo("g000005");
    }
  }

  @Test
  void shouldNameTheShadowOnlyWhenTheCommandIsToShadow() {
    assertThat(Preference.shadow(command(ControlCommand.SHADOW, "g000004", 1)))
        .isEqualTo("g000004");
    assertThat(Preference.shadow(command(ControlCommand.UNSHADOW, null, 1))).isNull();
    assertThat(Preference.shadow(command(ControlCommand.PIN, "g000004", 1))).isNull();
    assertThat(Preference.shadow(null)).isNull();
  }

  @Test
  void shouldGoBackByOneWhenNoneIsNamed() {
    Control back = command(ControlCommand.ROLL_BACK, null, 5500);

    assertThat(order(back)).containsExactly("g000004", "g000005", "g000002", "g000001");
    assertThat(Preference.pinned(back)).isNull();
  }

  private static List<String> order(@Nullable Control command) {
    return Preference.order(FIVE, command).stream().map(ModelManifest::getGeneration).toList();
  }

  private static Control command(ControlCommand command, @Nullable String generation, long at) {
    return new Control(command, generation, "r", "test", at);
  }

  private static ModelManifest manifest(String generation, GateVerdict verdict, long createdAt) {
    ModelManifest manifest = new ModelManifest();
    manifest.setGeneration(generation);
    manifest.setVerdict(verdict);
    manifest.setCreatedAt(createdAt);
    return manifest;
  }
}
