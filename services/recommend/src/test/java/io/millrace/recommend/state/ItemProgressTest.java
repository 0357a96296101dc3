package io.millrace.recommend.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ItemProgressTest {
  private final ItemProgress progress = new ItemProgress();

  @Test
  void shouldCompleteOnlyWhatTheItemHasComeTo() {
    CompletableFuture<Void> first = progress.of("i", 5);
    CompletableFuture<Void> second = progress.of("i", 7);
    CompletableFuture<Void> other = progress.of("j", 5);

    progress.reached("i", 4);
    assertThat(first).isNotDone();

    progress.reached("i", 6);
    assertThat(first).isCompleted();
    assertThat(second).isNotDone();
    assertThat(other).isNotDone();
    assertThat(progress.waiting()).isEqualTo(2);
  }

  @Test
  void shouldForgetWhoHasItOrDoesNotCare() {
    progress.of("i", 5).cancel(false);
    assertThat(progress.waiting()).isZero();

    CompletableFuture<Void> reached = progress.of("i", 5);
    progress.reached("i", 5);
    assertThat(reached).isCompleted();
    assertThat(progress.waiting()).isZero();
  }
}
