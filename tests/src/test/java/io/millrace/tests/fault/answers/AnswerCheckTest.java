package io.millrace.tests.fault.answers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.tests.rig.ServiceClient.Answer;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class AnswerCheckTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Question USER = Question.user("7", 2);
  private static final Question SESSION = Question.session(List.of("c"), 2);

  private final AnswerCheck check = new AnswerCheck(Set.of("a", "b", "c"), 2);

  private static Answer answer(String generation, String... itemIds) {
    ObjectNode body = JSON.createObjectNode().put("modelVersion", generation);
    ArrayNode items = body.putArray("items");
    for (String id : itemIds) {
      items.addObject().put("itemId", id);
    }
    return new Answer(200, body);
  }

  /** Of the session: item a and b, with what the index says of them. */
  private static Answer scored(String generation, double a, double b) {
    Answer answer = answer(generation, "a", "b");
    score(answer, 0, a);
    score(answer, 1, b);
    return answer;
  }

  private static void score(Answer answer, int place, double score) {
    ((ObjectNode) answer.body().path("items").path(place))
        .putObject("explanation")
        .putObject("sources")
        .putObject("index")
        .put("score", score);
  }

  private String fault(Question question, Answer answer) {
    return check.fault(question, answer, true);
  }

  @Test
  void shouldFindNothingWrongWithAWholeAnswer() {
    assertThat(fault(USER, answer("g1", "a", "b"))).isEmpty();
    assertThat(fault(SESSION, scored("g1", 0.5, 0.25))).isEmpty();
  }

  @Test
  void shouldTellWhatIsNotWhole() {
    assertThat(fault(USER, answer("g1", "a"))).startsWith(AnswerCheck.TORN);
    assertThat(fault(USER, answer("g1", "a", "a"))).startsWith(AnswerCheck.TORN);
    assertThat(fault(USER, answer("g1", "a", "stranger"))).startsWith(AnswerCheck.TORN);
    assertThat(fault(USER, answer("", "a", "b"))).isEqualTo("no generation");
    assertThat(fault(USER, new Answer(503, JSON.createObjectNode()))).startsWith("503");
  }

  @Test
  void shouldTellAnAnswerOfOneGenerationInTheNameOfAnother() {
    fault(SESSION, scored("g1", 0.5, 0.25));
    fault(SESSION, scored("g2", -0.5, 0.75));
    assertThat(check.compared()).isZero();

    assertThat(fault(SESSION, scored("g1", 0.5, 0.25))).isEmpty();
    assertThat(fault(SESSION, scored("g2", -0.5, 0.75))).isEmpty();
    assertThat(check.compared()).isEqualTo(4);
    assertThat(fault(SESSION, scored("g2", 0.5, 0.25)))
        .isEqualTo("not whole: g2 scores item a 0.5, and before -0.5");
  }

  @Test
  void shouldTellAnAnswerOfWhichOneItemIsOfAnotherGeneration() {
    fault(SESSION, scored("g1", 0.5, 0.25));

    assertThat(fault(SESSION, scored("g1", 0.5, 0.75)))
        .isEqualTo("not whole: g1 scores item b 0.75, and before 0.25");
  }

  @Test
  void shouldHoldNoScoresOfAnInstanceThatLoadsAgainstOthers() {
    check.fault(SESSION, scored("g1", 0.75, 0.25), false);
    fault(SESSION, scored("g1", 0.5, 0.25));

    assertThat(check.fault(SESSION, scored("g1", 0.75, 0.25), false)).isEmpty();
    assertThat(fault(SESSION, scored("g1", 0.5, 0.25))).isEmpty();
    assertThat(check.compared()).isEqualTo(2);
  }

  @Test
  void shouldCompareNoScoresOfDifferentSessions() {
    fault(SESSION, scored("g1", 0.5, 0.25));

    assertThat(fault(Question.session(List.of("a"), 2), scored("g1", -0.5, 0.75))).isEmpty();
    assertThat(check.compared()).isZero();
  }
}
