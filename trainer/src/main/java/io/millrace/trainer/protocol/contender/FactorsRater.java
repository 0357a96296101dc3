package io.millrace.trainer.protocol.contender;

import io.millrace.model.bundle.Bundle;
import io.millrace.model.encode.FeatureEncoder;
import io.millrace.model.rating.RatingFactors;
import io.millrace.model.rating.UserTaste;
import io.millrace.schemas.User;
import io.millrace.trainer.TrainerConfig;
import io.millrace.trainer.TrainingProgress;
import io.millrace.trainer.dataset.Interactions;
import io.millrace.trainer.learner.Workers;
import io.millrace.trainer.rating.RatingFactorsFit;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The rating factors alone under judgement: what the ranker's rating head goes by. */
final class FactorsRater implements Rater {
  private final TrainerConfig config;
  private final Workers workers;
  private final TrainingProgress progress;
  private @Nullable Fitted fitted;

  private record Fitted(Interactions training, RatingFactors factors) {
    UserTaste taste(int user) {
      String id = training.userIds().get(user);
      User told = training.users().get(id);
      UserTaste.Ratings ratings = factors.user(told == null ? null : told.getDemographics());
      for (int place = 0; place < training.ratingsOf(user); place++) {
        int event = training.eventOf(user, place);
        String item = training.itemIds().get(training.item(event));
        ratings.add(item, training.items().get(item), training.halfStars(event));
      }
      return ratings.taste();
    }
  }

  FactorsRater(TrainerConfig config, Workers workers, TrainingProgress progress) {
    this.config = config;
    this.workers = workers;
    this.progress = progress;
  }

  @Override
  public void fit(Interactions training) {
    FeatureEncoder encoder =
        FeatureEncoder.fit(training.items().values(), training.users().values());
    RatingFactorsFit fit =
        new RatingFactorsFit(
            training, training.size(), encoder, config.ratingFactors(), config.seed(), workers);
    Bundle bundle =
        new Bundle(training.itemIds(), encoder, fit.fit(config.ratingSweeps(), progress), Map.of());
    fitted = new Fitted(training, new RatingFactors(bundle));
  }

  @Override
  public Reader reader(Interactions log) {
    Fitted now = Objects.requireNonNull(fitted, "fit comes first");
    return (user, items) -> {
      UserTaste taste = now.taste(user);
      return IntStream.of(items)
          .mapToObj(log.itemIds()::get)
          .mapToDouble(id -> taste.of(id, log.items().get(id)).stars())
          .toArray();
    };
  }
}
