package io.millrace.trainer.protocol.contender;

import io.millrace.model.recommendation.Generation;
import io.millrace.trainer.dataset.Interactions;
import io.millrace.trainer.evaluation.FrozenState;
import io.millrace.trainer.evaluation.SystemRatings;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The system's rating head under judgement: its state is what the training ratings come to, at the
 * moment of the last of them.
 */
final class SystemRater implements Rater {
  private final SystemTraining system;
  private @Nullable Fitted fitted;

  private record Fitted(FrozenState state, Generation generation) {}

  SystemRater(SystemTraining system) {
    this.system = system;
  }

  @Override
  public void fit(Interactions training) {
    fitted = new Fitted(system.state(training), system.trainAfresh(training));
  }

  @Override
  public Reader reader(Interactions log) {
    Fitted now = Objects.requireNonNull(fitted, "fit comes first");
    SystemRatings ratings =
        new SystemRatings(now.state().view(), now.generation(), system.retrieval());
    return (user, items) ->
        ratings.stars(
            log.userIds().get(user), IntStream.of(items).mapToObj(log.itemIds()::get).toList());
  }
}
