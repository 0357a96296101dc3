package io.millrace.tests.kubernetes;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.TemplateCommand;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.millrace.tests.house.Repository;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What the chart comes to with some values, read into typed objects.
 *
 * @param objects of every kind; those of operators are generic
 */
record RenderedChart(List<HasMetadata> objects) {
  /** Release, and so the names' beginning. */
  static final String RELEASE = "shop";

  private static final Pattern NEXT = Pattern.compile("(?m)^---\\s*$");
  private static final String KUBERNETES = "1.31.0";

  /** Where the chart lies. */
  static Path chart() {
    return Repository.here().root().resolve("ops/helm/millrace");
  }

  /**
   * Renders it.
   *
   * @param values by path, such as {@code features.replicas}
   * @throws IllegalStateException if they break the schema
   */
  static RenderedChart with(Map<String, Object> values) {
    TemplateCommand command =
        new Helm(chart()).template().withName(RELEASE).withKubeVersion(KUBERNETES);
    values.forEach(command::set);
    KubernetesSerialization reading = new KubernetesSerialization();
    return new RenderedChart(
        NEXT.splitAsStream(command.call())
            .filter(document -> document.contains("kind:"))
            .map(document -> (HasMetadata) reading.unmarshal(document))
            .toList());
  }

  /** The objects of a type. */
  <T extends HasMetadata> List<T> all(Class<T> type) {
    return objects.stream().filter(type::isInstance).map(type::cast).toList();
  }

  /** The pods that come of it, by the name of what makes them. */
  Map<String, PodSpec> pods() {
    Map<String, PodSpec> pods = new TreeMap<>();
    all(Deployment.class).forEach(d -> pods.put(name(d), d.getSpec().getTemplate().getSpec()));
    all(StatefulSet.class).forEach(s -> pods.put(name(s), s.getSpec().getTemplate().getSpec()));
    all(Job.class).forEach(j -> pods.put(name(j), j.getSpec().getTemplate().getSpec()));
    return pods;
  }

  /** The labels of its pods, by the name of what makes them. */
  Map<String, Map<String, String>> podLabels() {
    Map<String, Map<String, String>> labels = new TreeMap<>();
    all(Deployment.class)
        .forEach(d -> labels.put(name(d), d.getSpec().getTemplate().getMetadata().getLabels()));
    all(StatefulSet.class)
        .forEach(s -> labels.put(name(s), s.getSpec().getTemplate().getMetadata().getLabels()));
    all(Job.class)
        .forEach(j -> labels.put(name(j), j.getSpec().getTemplate().getMetadata().getLabels()));
    return labels;
  }

  private static String name(HasMetadata object) {
    return object.getMetadata().getName();
  }
}
