package io.millrace.features.erasure;

import io.millrace.schemas.Feedback;
import io.millrace.schemas.Topics;
import io.millrace.schemas.UndecodableException;
import java.util.HashSet;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * {@code feedback.v1}: what names an erased person goes, and with it whatever else was said of the
 * same recommendation, whoever is named there.
 */
final class FeedbackRule implements Rule {
  private final People people;
  private final Set<String> recommendations = new HashSet<>();

  FeedbackRule(People people) {
    this.people = people;
  }

  @Override
  public Fate fate(ConsumerRecord<byte[], byte[]> record) {
    if (record.value() == null) {
      return Fate.Plain.KEPT;
    }
    Feedback feedback;
    try {
      feedback = Topics.FEEDBACK.codec().decode(record.value());
    } catch (UndecodableException _) {
      return Fate.Plain.KEPT;
    }
    String userId = feedback.getUserId();
    if (userId != null && people.contains(userId)) {
      recommendations.add(feedback.getRecommendationId());
    }
    return recommendations.contains(feedback.getRecommendationId())
        ? Fate.Plain.ERASED
        : Fate.Plain.KEPT;
  }
}
