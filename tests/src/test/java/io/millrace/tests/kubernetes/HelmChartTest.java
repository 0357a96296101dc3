package io.millrace.tests.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.millrace.runtime.config.Configuration;
import io.millrace.tests.house.Repository;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the chart renders to is what Kubernetes takes, and fits together. */
final class HelmChartTest {
  private static final String COLLECTOR = "http://collector.observability:4318";
  private static final Map<String, Object> EVERYTHING =
      Map.ofEntries(
          Map.entry("kafka.filesSecret", "kafka-files"),
          Map.entry("kafka.propertiesSecret", "kafka-client"),
          Map.entry("features.envFromSecret", "registry-log-in"),
          Map.entry("recommend.tls.secret", "shop-tls"),
          Map.entry("recommend.access.keysSecret", "shop-keys"),
          Map.entry("recommend.autoscaling.metrics", "custom"),
          Map.entry("trainer.gpu.enabled", true),
          Map.entry("trainer.gpu.nodeSelector.accelerator", "nvidia"),
          Map.entry("metrics.podMonitor", true),
          Map.entry("metrics.keySecret", "shop-scrape"),
          Map.entry("tracing.endpoint", COLLECTOR));
  private static final Map<String, Object> STRIMZI =
      Map.of("kafka.strimzi.enabled", true, "recommend.autoscaling.enabled", false);

  static Stream<Map<String, Object>> values() {
    return Stream.of(Map.of(), EVERYTHING, STRIMZI);
  }

  @Test
  void shouldPassTheLint() {
    LintResult result = new Helm(RenderedChart.chart()).lint().strict().call();
    assertThat(result.isFailed()).as(String.valueOf(result.getMessages())).isFalse();
  }

  @Test
  void shouldRefuseValuesThatAreNotInTheSchema() {
    assertThatThrownBy(() -> RenderedChart.with(Map.of("features.replica", 3)))
        .hasMessageContaining("replica");
    assertThatThrownBy(() -> RenderedChart.with(Map.of("kafka.bootstrapServers", "kafka")))
        .hasMessageContaining("bootstrapServers");
    assertThatThrownBy(() -> RenderedChart.with(Map.of("features.standbys", -1)))
        .hasMessageContaining("standbys");
    assertThatThrownBy(() -> RenderedChart.with(Map.of("tracing.endpoint", "collector:4318")))
        .hasMessageContaining("endpoint");
  }

  @ParameterizedTest
  @MethodSource("values")
  void shouldSelectPodsThatThereAre(Map<String, Object> values) {
    RenderedChart chart = RenderedChart.with(values);
    List<Map<String, String>> selectors = new ArrayList<>();
    chart.all(Service.class).forEach(s -> selectors.add(s.getSpec().getSelector()));
    chart
        .all(PodDisruptionBudget.class)
        .forEach(p -> selectors.add(p.getSpec().getSelector().getMatchLabels()));
    chart
        .all(NetworkPolicy.class)
        .forEach(n -> selectors.add(n.getSpec().getPodSelector().getMatchLabels()));
    chart
        .all(Deployment.class)
        .forEach(d -> selectors.add(d.getSpec().getSelector().getMatchLabels()));
    chart
        .all(StatefulSet.class)
        .forEach(s -> selectors.add(s.getSpec().getSelector().getMatchLabels()));
    assertThat(selectors).hasSizeGreaterThanOrEqualTo(11);
    for (Map<String, String> selector : selectors) {
      assertThat(chart.podLabels().values())
          .as("pods with " + selector)
          .filteredOn(labels -> labels.entrySet().containsAll(selector.entrySet()))
          .hasSize(1);
    }
  }

  @ParameterizedTest
  @MethodSource("values")
  void shouldRunWithoutRightsOnAReadOnlyFileSystem(Map<String, Object> values) {
    Map<String, PodSpec> pods = RenderedChart.with(values).pods();
    assertThat(pods).hasSize(4);
    pods.forEach(
        (name, pod) -> {
          assertThat(pod.getSecurityContext().getRunAsNonRoot()).as(name).isTrue();
          assertThat(pod.getAutomountServiceAccountToken()).as(name).isFalse();
          Container container = container(pod);
          assertThat(container.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
          assertThat(container.getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
          assertThat(container.getSecurityContext().getCapabilities().getDrop()).contains("ALL");
          assertThat(container.getResources().getLimits()).containsKey("memory");
          assertThat(container.getVolumeMounts())
              .extracting(VolumeMount::getMountPath)
              .contains("/tmp", "/etc/millrace/config");
        });
  }

  @ParameterizedTest
  @MethodSource("values")
  void shouldMountVolumesThatThereAre(Map<String, Object> values) {
    RenderedChart chart = RenderedChart.with(values);
    Set<String> claims = new TreeSet<>();
    chart
        .all(StatefulSet.class)
        .forEach(
            s ->
                s.getSpec()
                    .getVolumeClaimTemplates()
                    .forEach(c -> claims.add(c.getMetadata().getName())));
    chart
        .pods()
        .forEach(
            (name, pod) -> {
              Set<String> there = new TreeSet<>(claims);
              pod.getVolumes().forEach(volume -> there.add(volume.getName()));
              assertThat(there)
                  .as(name)
                  .containsAll(
                      container(pod).getVolumeMounts().stream().map(VolumeMount::getName).toList());
            });
  }

  @ParameterizedTest
  @MethodSource("values")
  void shouldProbePortsThatContainersHave(Map<String, Object> values) {
    RenderedChart chart = RenderedChart.with(values);
    String scheme = values.containsKey("recommend.tls.secret") ? "HTTPS" : "HTTP";
    for (String service : List.of("features", "recommend", "trainer")) {
      Container container = container(named(chart, service));
      Set<String> ports = new TreeSet<>();
      container.getPorts().stream().map(ContainerPort::getName).forEach(ports::add);
      for (Probe probe :
          List.of(
              container.getStartupProbe(),
              container.getLivenessProbe(),
              container.getReadinessProbe())) {
        assertThat(ports).as(service).contains(probe.getHttpGet().getPort().getStrVal());
        if (service.equals("recommend")) {
          assertThat(probe.getHttpGet().getScheme()).isEqualTo(scheme);
        }
      }
      assertThat(container.getReadinessProbe().getHttpGet().getPath()).isEqualTo("/health/ready");
      assertThat(container.getLivenessProbe().getHttpGet().getPath()).isEqualTo("/health/live");
    }
  }

  @Test
  void shouldGiveEachItsEnvironmentFromASecretWhereThereIsOne() {
    assertThat(pod("features", Map.of()).getEnvFrom()).isEmpty();
    for (String component : List.of("features", "recommend", "trainer", "topics")) {
      Container container = pod(component, Map.of(component + ".envFromSecret", "log-ins"));
      assertThat(container.getEnvFrom())
          .extracting(from -> from.getSecretRef().getName())
          .as(component)
          .containsExactly("log-ins");
    }
  }

  private static Container pod(String component, Map<String, Object> values) {
    return RenderedChart.with(values).pods().values().stream()
        .map(HelmChartTest::container)
        .filter(container -> container.getName().equals(component))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void shouldScaleByLatencyAndLagWhereThereAreCustomMetrics() {
    assertThat(metrics(Map.of())).containsExactly("cpu");
    assertThat(metrics(EVERYTHING))
        .containsExactly("cpu", "millrace_recommend_p95_milliseconds", "millrace_recommend_lag");
    RenderedChart fixed = RenderedChart.with(STRIMZI);
    assertThat(fixed.all(HorizontalPodAutoscaler.class)).isEmpty();
    assertThat(deployment(fixed, "recommend").getSpec().getReplicas()).isEqualTo(2);
    assertThat(deployment(RenderedChart.with(Map.of()), "recommend").getSpec().getReplicas())
        .as("left to the autoscaler")
        .isNull();
  }

  private static List<String> metrics(Map<String, Object> values) {
    HorizontalPodAutoscaler scaler =
        RenderedChart.with(values).all(HorizontalPodAutoscaler.class).getFirst();
    assertThat(scaler.getSpec().getScaleTargetRef().getName()).isEqualTo("shop-recommend");
    return scaler.getSpec().getMetrics().stream()
        .map(
            metric ->
                metric.getResource() != null
                    ? metric.getResource().getName()
                    : metric.getPods().getMetric().getName())
        .toList();
  }

  @Test
  void shouldAskForAGpuOnlyWhereToldTo() {
    PodSpec without = named(RenderedChart.with(Map.of()), "trainer");
    assertThat(container(without).getResources().getLimits()).doesNotContainKey("nvidia.com/gpu");
    PodSpec with = named(RenderedChart.with(EVERYTHING), "trainer");
    assertThat(container(with).getResources().getLimits()).containsKeys("nvidia.com/gpu", "memory");
    assertThat(with.getNodeSelector()).containsEntry("accelerator", "nvidia");
  }

  @Test
  void shouldSetOnlyWhatTheReferenceKnows() {
    ConfigMap settings =
        RenderedChart.with(
                Map.of(
                    "trainer.gpu.enabled",
                    true,
                    "recommend.tls.secret",
                    "tls",
                    "recommend.access.keysSecret",
                    "keys",
                    "tracing.endpoint",
                    COLLECTOR))
            .all(ConfigMap.class)
            .getFirst();
    String text = Objects.requireNonNull(settings.getData().get("millrace.conf"));
    List<String> keys =
        text.lines()
            .map(line -> line.substring(0, Math.max(0, line.indexOf('='))).strip())
            .filter(key -> !key.isEmpty())
            .toList();
    assertThat(keys)
        .contains("ops.port", "features.standbys", "trainer.device")
        .contains(
            "recommend.tls.certificate",
            "recommend.tls.private_key",
            "recommend.access.keys_file",
            "tracing.endpoint")
        .allMatch(Configuration::knows);
  }

  /** Every secret and every key of one that a pod needs is told on the page about Kubernetes. */
  @ParameterizedTest
  @MethodSource("values")
  void shouldNeedNoSecretThatIsNotDocumented(Map<String, Object> values) {
    String page = Repository.text(Repository.here().root().resolve("docs/kubernetes.md"));
    RenderedChart.with(values).pods().values().stream()
        .flatMap(pod -> pod.getVolumes().stream())
        .map(Volume::getSecret)
        .filter(Objects::nonNull)
        .filter(secret -> secret.getItems() != null)
        .flatMap(secret -> secret.getItems().stream())
        .forEach(item -> assertThat(page).contains("`" + item.getKey() + "`"));
  }

  /** Recommend's metrics need a key where there are keys; the other services have none. */
  @Test
  void shouldHavePrometheusAskRecommendWithAKey() {
    Map<String, JsonNode> monitors = new TreeMap<>();
    for (HasMetadata object : RenderedChart.with(EVERYTHING).objects()) {
      if (object.getKind().equals("PodMonitor")) {
        JsonNode endpoints =
            new ObjectMapper().valueToTree(object).path("spec").path("podMetricsEndpoints");
        assertThat(endpoints).hasSize(1);
        monitors.put(object.getMetadata().getName(), endpoints.path(0).path("authorization"));
      }
    }
    assertThat(monitors).containsOnlyKeys("shop-features", "shop-recommend", "shop-trainer");
    monitors.forEach(
        (name, authorization) -> {
          boolean asks = name.equals("shop-recommend");
          assertThat(authorization.path("type").asText()).isEqualTo(asks ? "Bearer" : "");
          JsonNode credentials = authorization.path("credentials");
          assertThat(credentials.path("name").asText()).isEqualTo(asks ? "shop-scrape" : "");
          assertThat(credentials.path("key").asText()).isEqualTo(asks ? "key" : "");
        });
  }

  @Test
  void shouldRefuseToScrapeWithoutAKeyWhereThereAreKeys() {
    assertThatThrownBy(
            () ->
                RenderedChart.with(
                    Map.of("recommend.access.keysSecret", "keys", "metrics.podMonitor", true)))
        .hasMessageContaining("metrics.keySecret: must name a secret");
  }

  private static PodSpec named(RenderedChart chart, String service) {
    return Objects.requireNonNull(chart.pods().get(RenderedChart.RELEASE + "-" + service), service);
  }

  private static Deployment deployment(RenderedChart chart, String service) {
    return chart.all(Deployment.class).stream()
        .filter(d -> d.getMetadata().getName().equals(RenderedChart.RELEASE + "-" + service))
        .findFirst()
        .orElseThrow();
  }

  private static Container container(PodSpec pod) {
    assertThat(pod.getContainers()).hasSize(1);
    return pod.getContainers().getFirst();
  }
}
