package io.millrace.tests.fault.answers;

import io.millrace.tests.rig.ServiceClient.Answer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What an answer must be: as many items as asked for, each of the catalogue, none twice, by a
 * generation that it names, and by no other. Thread-safe.
 */
final class AnswerCheck {
  /** How the fault of an answer begins that came and is not whole. */
  static final String TORN = "not whole: ";

  private final Set<String> catalogue;
  private final int items;
  private final GenerationScores scores = new GenerationScores();

  /** Of answers with so many items of this catalogue. */
  AnswerCheck(Set<String> catalogue, int items) {
    this.catalogue = Set.copyOf(catalogue);
    this.items = items;
  }

  /**
   * What is wrong, in words; empty if nothing is.
   *
   * @param ready whether the instance had said that it was: one that still loads knows a session by
   *     less than it will, so that its scores are not held against others'
   */
  String fault(Question question, Answer answer, boolean ready) {
    if (answer.status() != 200) {
      return answer.status() + " " + answer.body();
    }
    List<String> ids = answer.itemIds();
    Set<String> distinct = new HashSet<>(ids);
    if (ids.size() != items || distinct.size() != items || !catalogue.containsAll(distinct)) {
      return TORN + ids;
    }
    if (answer.body().path("modelVersion").asText().isEmpty()) {
      return "no generation";
    }
    String session = question.session();
    String contradiction = session == null || !ready ? "" : scores.contradiction(session, answer);
    return contradiction.isEmpty() ? "" : TORN + contradiction;
  }

  /** How many scores of generations were held against one told before. */
  long compared() {
    return scores.compared();
  }
}
