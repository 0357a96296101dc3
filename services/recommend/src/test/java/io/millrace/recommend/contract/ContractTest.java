package io.millrace.recommend.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.recommend.RunningService;
import io.millrace.recommend.RunningService.Answer;
import io.millrace.recommend.contract.ApiDocument.Operation;
import io.millrace.recommend.http.ErrorCode;
import io.millrace.recommend.http.Json;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The document against the service: every route is in it, every example is right by it, and what is
 * wrong by it is refused, with the fault named. That answers are as it says {@link AnswerContract}
 * holds in every test.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ContractTest {
  private static final ApiDocument DOCUMENT = ApiDocument.read();

  /** Files of the pages, which come with them. */
  private static final String ASSETS = "/(page|docs)/.*|/docs/";

  private RunningService service = RunningService.empty();

  @BeforeAll
  void start() {
    service.close();
    service = RunningService.withSomeRatings();
  }

  @AfterAll
  void stop() {
    service.close();
  }

  @Test
  void shouldDocumentEveryRouteWhenItIsServed() {
    Set<String> documented =
        DOCUMENT.operations().stream().map(Operation::toString).collect(Collectors.toSet());

    service.routes().entrySet().stream()
        .filter(route -> !route.getKey().matches(ASSETS))
        .flatMap(
            route -> route.getValue().stream().map(method -> method + " " + braced(route.getKey())))
        .forEach(route -> assertThat(documented).contains(route));
  }

  /** A path of Vert.x as OpenAPI writes it. */
  private static String braced(String path) {
    return path.replaceAll(":(\\w+)", "{$1}");
  }

  @Test
  void shouldNameEveryCodeWhenDocumentListsThem() {
    JsonNode problem = DOCUMENT.resolved(reference("Problem"));
    List<String> listed =
        problem.at("/properties/code/enum").valueStream().map(JsonNode::asText).toList();

    assertThat(listed)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(ErrorCode.values()).map(ErrorCode::name).toList());
  }

  private static JsonNode reference(String schema) {
    return Json.object().put("$ref", "#/components/schemas/" + schema);
  }

  static Stream<Operation> operationsWithBody() {
    return DOCUMENT.operations().stream().filter(operation -> !operation.body().isMissingNode());
  }

  @ParameterizedTest
  @MethodSource("operationsWithBody")
  void shouldGiveAnExampleThatIsRight(Operation operation) {
    assertThat(operation.examples()).as("examples of %s", operation).isNotEmpty();
    assertThat(operation.examples())
        .allSatisfy(
            example ->
                assertThat(DOCUMENT.faults(operation.body().path("schema"), example)).isEmpty());
  }

  /** Of what refuses at all: probes and browsers may ask for pages and health as they like. */
  static Stream<BadRequest> badRequests() {
    return DOCUMENT.operations().stream()
        .filter(operation -> operation.node().path("responses").has("400"))
        .flatMap(operation -> new BadRequests(DOCUMENT, operation).all());
  }

  @ParameterizedTest
  @MethodSource("badRequests")
  void shouldRefuseAndNameTheFieldWhenRequestIsWrong(BadRequest bad) {
    Answer answer =
        service.send(
            bad.method(),
            bad.path(),
            bad.type(),
            bad.body() == null ? BodyPublishers.noBody() : BodyPublishers.ofString(bad.body()));

    assertThat(answer.status()).as("%s: %s", bad, answer.text()).isBetween(400, 499);
    assertThat(answer.type()).isEqualTo("application/problem+json");
    assertThat(answer.json().path("code").asText()).isNotEmpty();
    assertThat(answer.faultyFields())
        .as("%s: %s", bad, answer.text())
        .anyMatch(field -> field.matches("\\Q" + bad.field() + "\\E([.\\[].*)?"));
    assertThat(answer.json().path("faults").findValuesAsText("rule")).noneMatch(String::isBlank);
    assertThat(answer.text()).doesNotContain("Exception").doesNotContain("io.millrace");
  }
}
