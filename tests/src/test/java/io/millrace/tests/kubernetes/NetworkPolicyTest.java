package io.millrace.tests.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyIngressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The chart lets in, and out, whom its values name and nobody else. */
final class NetworkPolicyTest {
  private static final Map<String, Object> TRACED =
      Map.of("tracing.endpoint", "http://collector.observability:4318");
  private static final Map<String, Object> CLIENTS =
      Map.of("networkPolicy.clients[0].podSelector.matchLabels.app", "shop-front");
  private static final Map<String, Object> PROMETHEUS =
      Map.of("networkPolicy.prometheus[0].podSelector.matchLabels.app", "prometheus");

  @Test
  void shouldOpenNoPortButThoseOfTheServices() {
    List<NetworkPolicy> policies = RenderedChart.with(Map.of()).all(NetworkPolicy.class);
    assertThat(policies).hasSize(4);
    for (NetworkPolicy policy : policies) {
      assertThat(policy.getSpec().getPolicyTypes()).containsExactly("Ingress", "Egress");
      assertThat(policy.getSpec().getIngress())
          .allSatisfy(
              rule ->
                  assertThat(rule.getPorts())
                      .extracting(port -> port.getPort().getStrVal())
                      .isSubsetOf("api", "ops"));
    }
  }

  @Test
  void shouldLetClientsAloneAskRecommend() {
    assertThat(letIn("recommend", Map.of())).containsExactly("every pod of the namespace");
    assertThat(letIn("recommend", CLIENTS)).containsExactly("shop-front");
    assertThat(letIn("recommend", both(CLIENTS, PROMETHEUS)))
        .containsExactly("shop-front", "prometheus");
  }

  @Test
  void shouldLetPrometheusAloneScrapeWhereItIsNamed() {
    for (String service : List.of("features", "trainer")) {
      assertThat(letIn(service, CLIENTS)).containsExactly("everybody");
      assertThat(letIn(service, PROMETHEUS)).containsExactly("prometheus");
    }
    assertThat(letIn("topics", PROMETHEUS)).isEmpty();
  }

  @Test
  void shouldLetOutToACollectorOnlyThoseThatTraceAndWhereThereIsOne() {
    assertThat(letOutTo(4318, Map.of())).isEmpty();
    assertThat(letOutTo(4318, TRACED)).containsExactlyInAnyOrder("shop-features", "shop-recommend");
  }

  @Test
  void shouldLetOutWhereTheValuesSaySo() {
    Map<String, Object> values =
        Map.of(
            "networkPolicy.egress.features[0].ports[0].port", 8085,
            "networkPolicy.egress.trainer[0].ports[0].port", 5000,
            "networkPolicy.egress.trainer[0].to[0].podSelector.matchLabels.app", "mlflow");
    assertThat(letOutTo(8085, values)).containsExactly("shop-features");
    assertThat(letOutTo(5000, values)).containsExactly("shop-trainer");
    NetworkPolicyEgressRule last = policy("trainer", values).getSpec().getEgress().getLast();
    assertThat(last.getTo()).extracting(NetworkPolicyTest::name).containsExactly("mlflow");
    assertThatThrownBy(
            () -> RenderedChart.with(Map.of("networkPolicy.egress.trainer[0].from[0].x", "y")))
        .hasMessageContaining("from");
  }

  private static Map<String, Object> both(Map<String, Object> a, Map<String, Object> b) {
    Map<String, Object> all = new HashMap<>(a);
    all.putAll(b);
    return all;
  }

  /** Whom the rules of a component name, in their order. */
  private static List<String> letIn(String component, Map<String, Object> values) {
    return policy(component, values).getSpec().getIngress().stream()
        .map(NetworkPolicyIngressRule::getFrom)
        .flatMap(
            peers ->
                peers == null || peers.isEmpty()
                    ? Stream.of("everybody")
                    : peers.stream().map(NetworkPolicyTest::name))
        .toList();
  }

  private static String name(NetworkPolicyPeer peer) {
    Map<String, String> labels = peer.getPodSelector().getMatchLabels();
    return labels == null || labels.isEmpty()
        ? "every pod of the namespace"
        : Objects.requireNonNull(labels.get("app"));
  }

  private static NetworkPolicy policy(String component, Map<String, Object> values) {
    return RenderedChart.with(values).all(NetworkPolicy.class).stream()
        .filter(
            policy ->
                policy.getMetadata().getName().equals(RenderedChart.RELEASE + "-" + component))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> letOutTo(int port, Map<String, Object> values) {
    return RenderedChart.with(values).all(NetworkPolicy.class).stream()
        .filter(
            policy ->
                policy.getSpec().getEgress().stream()
                    .flatMap(rule -> rule.getPorts().stream())
                    .anyMatch(open -> Objects.equals(open.getPort().getIntVal(), port)))
        .map(policy -> policy.getMetadata().getName())
        .toList();
  }
}
