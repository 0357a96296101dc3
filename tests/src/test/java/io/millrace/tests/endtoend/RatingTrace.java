package io.millrace.tests.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.tests.rig.TraceCollector.TakenSpan;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The trace of one rating that came with a {@code traceparent}, and of the answer that it changed.
 *
 * @param spans all that a collector has got
 */
record RatingTrace(List<TakenSpan> spans) {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String CALLER = "00f067aa0ba902b7";

  /** Headers of the request that is to be traced. */
  static final Map<String, String> HEADERS =
      Map.of("traceparent", "00-" + TRACE + '-' + CALLER + "-01");

  /** Whether the last spans of each process are there. */
  boolean isWhole() {
    return names().containsAll(Set.of("features.decode", "features.item", "recommend.answer"));
  }

  private Set<String> names() {
    return spans.stream().map(TakenSpan::name).collect(Collectors.toSet());
  }

  /** That it leads from the caller to the live state, and that there is no other. */
  void assertLeadsToTheLiveState() {
    TakenSpan request = only("POST /v1/events");
    TakenSpan accept = only("event.accept");
    TakenSpan decode = only("features.decode");
    TakenSpan user = only("features.user");
    assertThat(request.parent()).isEqualTo(CALLER);
    assertThat(accept.parent()).isEqualTo(request.id());
    assertThat(decode.parent()).isEqualTo(accept.id());
    assertThat(user.parent()).isEqualTo(decode.id());
    assertThat(named("features.item"))
        .isNotEmpty()
        .allMatch(item -> item.parent().equals(user.id()));
    assertThat(named("recommend.apply"))
        .allMatch(apply -> apply.parent().equals(user.id()))
        .extracting(TakenSpan::topic)
        .containsExactlyInAnyOrder("user-features.v1", "user-items.v1");
    assertThat(spans)
        .filteredOn(span -> !span.name().equals("recommend.answer"))
        .allMatch(span -> span.trace().equals(TRACE))
        .allMatch(span -> span.service().equals(service(span)));
  }

  private static String service(TakenSpan span) {
    return span.name().startsWith("features.") ? "millrace-features" : "millrace-recommend";
  }

  /** That one answer owes itself to it, which has a trace of its own. */
  void assertIsLinkedFromOneAnswer() {
    TakenSpan answer = only("recommend.answer");
    TakenSpan apply =
        named("recommend.apply").stream()
            .filter(span -> span.topic().equals("user-features.v1"))
            .findFirst()
            .orElseThrow();
    assertThat(answer.links()).containsExactly(apply.id());
    assertThat(answer.trace()).isNotEqualTo(TRACE);
    assertThat(answer.parent()).isEmpty();
  }

  private TakenSpan only(String name) {
    List<TakenSpan> found = named(name);
    assertThat(found).as(name).hasSize(1);
    return found.getFirst();
  }

  private List<TakenSpan> named(String name) {
    return spans.stream().filter(span -> span.name().equals(name)).toList();
  }
}
