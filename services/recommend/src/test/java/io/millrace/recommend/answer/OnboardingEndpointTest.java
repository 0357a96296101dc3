package io.millrace.recommend.answer;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.recommend.RunningService;
import io.millrace.recommend.RunningService.Answer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OnboardingEndpointTest {
  private final RunningService service = RunningService.withSomeRatings();

  @AfterEach
  void stop() {
    service.close();
  }

  @Test
  void shouldListAvailableItemsWithWhatIsNeededToShowThem() {
    Answer answer = service.get("/v1/onboarding?n=2");

    // 2 alone has two ratings, and different ones.
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.itemIds()).hasSize(2).startsWith("2");
    assertThat(answer.json().at("/items/0/title").asText()).isEqualTo("Jumanji (1995)");
    assertThat(answer.json().at("/items/0/year").asInt()).isEqualTo(1995);
    assertThat(answer.json().at("/items/0/genres/0").asText()).isEqualTo("Drama");
    assertThat(service.get("/v1/onboarding").itemIds())
        .containsExactlyInAnyOrder("1", "2", "3", "abc");
  }

  @Test
  void shouldLeaveOutWhatIsExcludedOrFiltered() {
    assertThat(service.get("/v1/onboarding?exclude=2,3&filter=itemId%20!=%20'abc'").itemIds())
        .containsExactly("1");
  }

  @Test
  void shouldNameTheParameterThatIsWrong() {
    for (String wrong : List.of("n=0", "n=101", "filter=year%20%3E", "exclude=")) {
      Answer answer = service.get("/v1/onboarding?" + wrong);
      assertThat(answer.status()).as(wrong).isEqualTo(422);
      assertThat(answer.faultyFields().getFirst()).startsWith(wrong.split("=", 2)[0]);
    }
    for (String wrong : List.of("n=x", "seen=only", "diversity=0.5", "cursor=x")) {
      Answer answer = service.get("/v1/onboarding?" + wrong);
      assertThat(answer.status()).as(wrong).isEqualTo(400);
      assertThat(answer.faultyFields()).containsExactly(wrong.split("=", 2)[0]);
    }
  }

  @Test
  void shouldBeEmptyWhileThereIsNoCatalogue() {
    try (RunningService loading = RunningService.empty()) {
      assertThat(loading.get("/v1/onboarding").itemIds()).isEmpty();
    }
  }
}
