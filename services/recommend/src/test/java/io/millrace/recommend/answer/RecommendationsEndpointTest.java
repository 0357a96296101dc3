package io.millrace.recommend.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.recommend.RunningService;
import io.millrace.recommend.RunningService.Answer;
import io.millrace.recommend.http.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RecommendationsEndpointTest {
  private static final String PATH = "/v1/recommendations";

  private final RunningService service = RunningService.withSomeRatings();

  @AfterEach
  void stop() {
    service.close();
  }

  @Test
  void shouldLeaveOutSeenAndExcludedWhenUserIsGiven() {
    Answer answer = service.post(PATH, "{\"userId\":7,\"n\":10,\"exclude\":[3]}");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.itemIds()).containsExactly("abc");
  }

  @Test
  void shouldLeaveOutHistoryWhenSessionIsAnonymous() {
    Answer answer =
        service.post(
            PATH, "{\"history\":[{\"itemId\":\"2\",\"rating\":5},{\"itemId\":\"abc\"}],\"n\":10}");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.itemIds()).containsExactlyInAnyOrder("1", "3");
  }

  @Test
  void shouldAnswerWhenHistoryIsEmpty() {
    assertThat(service.post(PATH, "{\"history\":[]}").itemIds()).hasSize(4);
  }

  @Test
  void shouldIncludeSeenWhenAsked() {
    Answer answer = service.post(PATH, "{\"userId\":\"7\",\"includeSeen\":true}");

    assertThat(answer.itemIds()).contains("1", "2");
  }

  @Test
  void shouldNameEveryFaultWhenSeveralFieldsAreWrong() {
    Answer answer =
        service.post(
            PATH,
            "{\"history\":[{\"itemId\":\"\",\"rating\":7}],\"n\":\"ten\",\"exlude\":[],\"includeSeen\":1}");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.faultyFields())
        .containsExactlyInAnyOrder(
            "history[0].itemId", "history[0].rating", "n", "exlude", "includeSeen");
  }

  @Test
  void shouldRefuseWhenNeitherOrBothOfUserAndHistoryAreGiven() {
    assertThat(service.post(PATH, "{\"n\":3}").status()).isEqualTo(400);
    assertThat(service.post(PATH, "{\"userId\":1,\"history\":[{\"itemId\":\"1\"}]}").faultyFields())
        .containsExactly("userId");
  }

  /** Clients made from the document send lists that nobody filled. */
  @Test
  void shouldAnswerTheUserWhenTheHistoryBesideIsEmpty() {
    assertThat(service.post(PATH, "{\"userId\":7,\"history\":[],\"n\":9}").itemIds())
        .containsExactlyInAnyOrder("3", "abc");
  }

  @Test
  void shouldAnswerWhatTheFilterLetsPassWhenGiven() {
    service.put("/v1/items/3", "{\"year\":2001,\"attributes\":{\"minutes\":\"90\"}}");

    assertThat(service.post(PATH, "{\"userId\":9,\"filter\":\"year > 2000\"}").itemIds())
        .containsExactly("3");
    assertThat(
            service
                .post(PATH, "{\"userId\":9,\"filter\":\"not attributes.minutes < 100\"}")
                .itemIds())
        .containsExactlyInAnyOrder("1", "2", "abc");
    assertThat(service.post(PATH, "{\"userId\":9,\"filter\":\"year > 3000\"}").itemIds()).isEmpty();
  }

  @Test
  void shouldNamePlaceAndFieldsWhenFilterIsNone() {
    service.put("/v1/items/3", "{\"attributes\":{\"minutes\":\"90\"}}");
    Answer answer =
        service.post(PATH, "{\"userId\":9,\"filter\":\"year > 2000 and director = 'X'\"}");

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.faultyFields()).containsExactly("filter");
    assertThat(answer.json().path("detail").asText())
        .isEqualTo(
            "filter: at character 17: must be a field of items, found \"director\"; known are"
                + " itemId, title, year, genre, attributes.minutes, was year > 2000 and director ="
                + " 'X'");
  }

  @Test
  void shouldAnswerSeenItemsAloneWhenAsked() {
    assertThat(service.post(PATH, "{\"userId\":7,\"seen\":\"only\"}").itemIds())
        .containsExactlyInAnyOrder("1", "2");
    assertThat(service.post(PATH, "{\"userId\":7,\"seen\":\"sometimes\"}").status()).isEqualTo(422);
    assertThat(
            service
                .post(PATH, "{\"userId\":7,\"seen\":\"only\",\"includeSeen\":true}")
                .faultyFields())
        .containsExactly("seen");
  }

  @Test
  void shouldPutPinsAtTheirPlacesWhenGiven() {
    Answer answer =
        service.post(
            PATH, "{\"userId\":7,\"pin\":[{\"itemId\":\"2\",\"place\":2},\"5\",\"none\",\"abc\"]}");

    // 2 is seen and shown all the same; 5 is hidden, the other unknown.
    assertThat(answer.itemIds()).containsExactly("abc", "2", "3");
    assertThat(answer.json().path("items").findValuesAsText("placement"))
        .containsExactly("pinned", "pinned");
    assertThat(answer.json().path("pinsLeftOut"))
        .isEqualTo(
            Json.of(
                List.of(
                    Map.of("itemId", "5", "reason", "hidden"),
                    Map.of("itemId", "none", "reason", "unknown"))));
  }

  @Test
  void shouldTellOfNoPinsLeftOutWhenAllAreShown() {
    assertThat(service.post(PATH, "{\"userId\":7,\"pin\":[\"2\"]}").json().has("pinsLeftOut"))
        .isFalse();
  }

  @Test
  void shouldWriteScoresWithNoMoreDigitsThanAFloatHas() {
    List<Answer> answers =
        List.of(
            service.post(PATH, "{\"userId\":7,\"explain\":true}"),
            service.post(
                PATH,
                "{\"history\":[{\"itemId\":\"2\"}],\"boost\":[{\"filter\":\"year >"
                    + " 0\",\"multiply\":0.1}]}"),
            service.get("/v1/items/1/similar?n=3"),
            service.post("/recommendations", "{\"user_id\":7,\"num_recommendations\":2}"));

    for (Answer answer : answers) {
      assertThat(answer.status()).isEqualTo(200);
      List<String> numbers =
          Pattern.compile("\"score\":([-+.0-9Ee]+)")
              .matcher(answer.text())
              .results()
              .map(found -> found.group(1))
              .toList();
      assertThat(numbers)
          .isNotEmpty()
          .allSatisfy(
              number -> assertThat(number).isEqualTo(Float.toString(Float.parseFloat(number))));
    }
  }

  @Test
  void shouldRankBoostedItemsByWhatTheirScoreBecomes() {
    service.put("/v1/items/abc", "{\"year\":1985,\"genres\":[\"Sci-Fi\"]}");
    Answer plain = service.post(PATH, "{\"history\":[]}");
    Answer up =
        service.post(
            PATH, "{\"history\":[],\"boost\":[{\"filter\":\"genre='Sci-Fi'\",\"add\":1}]}");
    Answer down =
        service.post(
            PATH, "{\"history\":[],\"boost\":[{\"filter\":\"genre='Sci-Fi'\",\"multiply\":0}]}");

    assertThat(up.itemIds().getFirst()).isEqualTo("abc");
    assertThat(up.json().at("/items/0/score").asDouble())
        .isCloseTo(1 + score(plain, "abc"), within(1e-6));
    assertThat(down.itemIds().getLast()).isEqualTo("abc");
    assertThat(score(down, "abc")).isZero();
  }

  private static double score(Answer answer, String id) {
    return answer.json().path("items").path(answer.itemIds().indexOf(id)).path("score").asDouble();
  }

  @Test
  void shouldNotPassCapWhenGiven() {
    Answer answer = service.post(PATH, "{\"history\":[],\"cap\":{\"year\":2}}");

    assertThat(answer.itemIds()).hasSize(2);
  }

  @Test
  void shouldNameEveryContradictionWhenOptionsDoNotGoTogether() {
    Answer answer =
        service.post(
            PATH,
            "{\"userId\":7,\"exclude\":[\"1\"],\"pin\":[\"1\",\"2\",\"2\",{\"itemId\":\"3\",\"place\":1},"
                + "{\"itemId\":\"4\",\"place\":1},{\"itemId\":\"6\",\"place\":0}],"
                + "\"cap\":{\"genre\":0,\"director\":1},\"diversity\":1.5,\"seen\":\"only\",\"exploration\":0.2,\"boost\":[{\"filter\":\"year"
                + " > 1\"},{\"filter\":\"year > 1\",\"multiply\":11}]}");

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.json().path("code").asText()).isEqualTo("INVALID_VALUE");
    assertThat(answer.faultyFields())
        .containsExactlyInAnyOrder(
            "pin[0]",
            "pin[2]",
            "pin[4].place",
            "pin[5].place",
            "cap.genre",
            "cap.director",
            "diversity",
            "exploration",
            "boost[0]",
            "boost[1].multiply");
  }

  @Test
  void shouldRefuseWhenOptionsAreOfAnotherShape() {
    Answer answer =
        service.post(
            PATH,
            "{\"userId\":7,\"pin\":[true,{\"item\":1}],\"cap\":3,\"diversity\":\"much\","
                + "\"boost\":[{\"multiply\":2,\"by\":1},7],\"filter\":7,\"cursor\":5,\"explain\":\"yes\"}");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.faultyFields())
        .contains(
            "pin[0]",
            "pin[1].item",
            "pin[1].itemId",
            "cap",
            "diversity",
            "boost[0].filter",
            "boost[0].by",
            "boost[1]",
            "filter",
            "cursor",
            "explain");
  }

  @Test
  void shouldReadTheWholeListPageByPageWithoutRepeats() {
    Answer whole = service.post(PATH, "{\"history\":[],\"n\":4,\"diversity\":0.5}");
    Answer first = service.post(PATH, "{\"history\":[],\"n\":1,\"diversity\":0.5}");
    Answer second = next(first, "{\"diversity\":0.5,\"n\":2,\"history\":[],\"cursor\":\"%s\"}");
    Answer third = next(second, "{\"history\":[],\"n\":3,\"diversity\":0.5,\"cursor\":\"%s\"}");

    List<String> pages = new ArrayList<>(first.itemIds());
    pages.addAll(second.itemIds());
    pages.addAll(third.itemIds());
    assertThat(pages).isEqualTo(whole.itemIds()).hasSize(4);
    assertThat(first.json().has("moved")).isFalse();
    assertThat(second.json().path("moved")).isEmpty();
    assertThat(third.json().has("next")).isFalse();
  }

  private Answer next(Answer answer, String body) {
    return service.post(PATH, body.formatted(answer.json().path("next").asText()));
  }

  @Test
  void shouldTellThatTheUserHasMovedOnAndStillNotRepeat() {
    Answer first = service.post(PATH, "{\"userId\":\"9\",\"n\":2}");
    String other =
        List.of("1", "2", "3", "abc").stream()
            .filter(id -> !first.itemIds().contains(id))
            .findFirst()
            .orElseThrow();
    service.rate("9", other, 5, RunningService.LAST_EVENT + 1);
    Answer second = next(first, "{\"userId\":\"9\",\"n\":2,\"cursor\":\"%s\"}");

    assertThat(second.json().path("moved").get(0).asText()).isEqualTo("user");
    assertThat(second.itemIds())
        .hasSize(1)
        .doesNotContain(other)
        .doesNotContainAnyElementsOf(first.itemIds());
  }

  @Test
  void shouldRefuseACursorThatIsNoneOrComesWithOtherOptions() {
    String next = service.post(PATH, "{\"history\":[],\"n\":1}").json().path("next").asText();
    String changed = (next.startsWith("A") ? "B" : "A") + next.substring(1);
    for (String cursor : List.of("", "x", "!", changed, next + "A", next.substring(4))) {
      Answer answer = service.post(PATH, "{\"history\":[],\"cursor\":\"" + cursor + "\"}");
      assertThat(answer.status()).as(cursor).isEqualTo(422);
      assertThat(answer.faultyFields()).containsExactly("cursor");
    }
    Answer other =
        service.post(PATH, "{\"history\":[],\"diversity\":1,\"cursor\":\"" + next + "\"}");
    assertThat(other.status()).isEqualTo(422);
    assertThat(other.json().path("detail").asText()).contains("the options of the first page");
  }

  @Test
  void shouldTellASessionWhyEachItemIsThere() {
    Answer answer =
        service.post(
            PATH, "{\"history\":[{\"itemId\":\"1\",\"rating\":5}],\"n\":1,\"explain\":true}");

    assertThat(answer.itemIds()).containsExactly("2");
    assertThat(answer.json().at("/items/0/reasons").findValuesAsText("text"))
        .startsWith("Often rated after Toy Story (1995)");
    assertThat(answer.json().at("/items/0/explanation/sources/transitions/rank").asInt())
        .isEqualTo(1);
  }

  @Test
  void shouldGiveTheNextPageWhetherOrNotItIsExplained() {
    Answer first = service.post(PATH, "{\"history\":[],\"n\":1}");
    Answer second = next(first, "{\"history\":[],\"n\":1,\"explain\":true,\"cursor\":\"%s\"}");

    assertThat(second.status()).isEqualTo(200);
    assertThat(second.json().at("/items/0").has("explanation")).isTrue();
  }

  @Test
  void shouldTryFreshItemsWhenAskedTo() {
    Answer answer = service.post(PATH, "{\"userId\":9,\"n\":4,\"exploration\":0.5}");

    assertThat(answer.itemIds()).containsExactlyInAnyOrder("1", "2", "3", "abc");
    assertThat(answer.json().path("items").findValuesAsText("placement"))
        .containsExactly("explored", "explored");
  }
}
