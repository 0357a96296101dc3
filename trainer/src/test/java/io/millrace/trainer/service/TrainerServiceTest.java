package io.millrace.trainer.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.Control;
import io.millrace.schemas.ControlCommand;
import io.millrace.schemas.ModelManifest;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrainerServiceTest {
  private static final Control AT_1000 =
      new Control(ControlCommand.RETRAIN, null, "r1", "test", 1000L);

  @Test
  void shouldOweATrainingWhenItWasAskedForBeforeThereWasAnyGeneration() {
    assertThat(TrainerService.isOpen(AT_1000, List.of())).isTrue();
  }

  @Test
  void shouldOweATrainingWhenItWasAskedForAfterTheNewestGeneration() {
    assertThat(TrainerService.isOpen(AT_1000, List.of(createdAt(500), createdAt(999)))).isTrue();
  }

  @Test
  void shouldOweNothingWhenAGenerationHasComeSince() {
    assertThat(TrainerService.isOpen(AT_1000, List.of(createdAt(500), createdAt(1500)))).isFalse();
  }

  private static ModelManifest createdAt(long time) {
    ModelManifest manifest = new ModelManifest();
    manifest.setCreatedAt(time);
    return manifest;
  }
}
