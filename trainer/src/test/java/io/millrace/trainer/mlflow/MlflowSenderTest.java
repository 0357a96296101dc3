package io.millrace.trainer.mlflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.schemas.Judgement;
import io.millrace.schemas.Provenance;
import io.millrace.trainer.MlflowSettings;
import io.millrace.trainer.mlflow.MlflowStub.Manner;
import io.millrace.trainer.mlflow.MlflowStub.Request;
import io.millrace.trainer.run.EpochLog;
import io.millrace.trainer.tracking.RunReport;
import io.millrace.trainer.tracking.Verdict;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mlflow.tracking.MlflowClientException;

class MlflowSenderTest {
  private static final double NONE = Double.NaN;

  private static RunReport report(int settings, int epochs) {
    TreeMap<String, String> all = new TreeMap<>(Map.of("trainer.seed", "1", "trainer.note", ""));
    for (int i = 1; i < settings; i++) {
      all.put("trainer.key_%03d".formatted(i), "x".repeat(i == 1 ? 600 : 3));
    }
    List<EpochLog> log = new ArrayList<>();
    for (int epoch = 1; epoch <= epochs; epoch++) {
      log.add(
          new EpochLog("candidate", "retrieval", epoch, 9, 2.5, NONE, NONE, 0.125, NONE, 0.003, 2));
    }
    return new RunReport(
        "g000001",
        "sample",
        Instant.ofEpochMilli(1_000_000),
        all,
        new Provenance("fused", "cpu", Map.of(), "x", 1L, "1.0", "jvm", "2 cores", 10L, 30.5),
        Verdict.REFUSED,
        "worse than popularity",
        new Judgement(
            Map.of("ndcg@10", 0.25, "auc", NONE),
            Map.of("ndcg@10", 0.5),
            Map.of("ndcg@10", 0.375),
            Map.of("recall@10", 0.75),
            Map.of("recall@10", 0.625)),
        log,
        Map.of("candidate.retrieval", 12.5));
  }

  private static List<Request> sent(Manner manner, RunReport report) throws IOException {
    try (MlflowStub stub = new MlflowStub(manner)) {
      try (MlflowSender sender = new MlflowSender(new MlflowSettings(stub.uri(), "mine"))) {
        sender.send(report);
      }
      return stub.requests();
    }
  }

  @Test
  void shouldWriteARunFromItsBeginningToItsEnd() throws Exception {
    List<Request> requests = sent(Manner.KNOWS_EXPERIMENT, report(1, 1));

    assertThat(requests)
        .extracting(request -> request.method() + " " + request.path())
        .containsExactly(
            "GET experiments/get-by-name",
            "POST runs/create",
            "POST runs/log-batch",
            "POST runs/log-batch",
            "POST runs/update");
    assertThat(requests.getFirst().query()).isEqualTo("experiment_name=mine");

    JsonNode run = requests.get(1).body();
    assertThat(run.path("experiment_id").asText()).isEqualTo("7");
    assertThat(run.path("run_name").asText()).isEqualTo("g000001");
    assertThat(run.path("start_time").asLong()).isEqualTo(1_000_000);
    assertThat(pairs(run.path("tags")))
        .containsEntry("mlflow.runName", "g000001")
        .containsEntry("dataset", "sample")
        .containsEntry("verdict", "refused")
        .containsEntry("refusal", "worse than popularity")
        .containsEntry("engine", "fused")
        .containsEntry("code_version", "1.0");

    JsonNode params = requests.get(2).body();
    assertThat(params.path("run_id").asText()).isEqualTo("r1");
    assertThat(pairs(params.path("params"))).containsExactly(Map.entry("trainer.seed", "1"));

    JsonNode end = requests.get(4).body();
    assertThat(end.path("run_id").asText()).isEqualTo("r1");
    assertThat(end.path("status").asText()).isEqualTo("FINISHED");
    assertThat(end.path("end_time").asLong()).isEqualTo(1_030_500);
  }

  private static Map<String, String> pairs(JsonNode list) {
    Map<String, String> pairs = new TreeMap<>();
    list.forEach(pair -> pairs.put(pair.path("key").asText(), pair.path("value").asText()));
    return pairs;
  }

  @Test
  void shouldSendWhatEachEpochAndTheWholeCameTo() throws Exception {
    JsonNode metrics = sent(Manner.KNOWS_EXPERIMENT, report(1, 2)).get(3).body().path("metrics");
    List<String> lines = new ArrayList<>();
    metrics.forEach(
        metric ->
            lines.add(
                "%s %s %d %d"
                    .formatted(
                        metric.path("key").asText(),
                        metric.path("value").asDouble(),
                        metric.path("step").asLong(),
                        metric.path("timestamp").asLong())));

    // no "@", which MLflow refuses; no metric that is not a number
    assertThat(lines)
        .containsExactlyInAnyOrder(
            "candidate/retrieval/loss 2.5 1 1002000",
            "candidate/retrieval/full_ndcg_at_10 0.125 1 1002000",
            "candidate/retrieval/learning_rate 0.003 1 1002000",
            "candidate/retrieval/loss 2.5 2 1004000",
            "candidate/retrieval/full_ndcg_at_10 0.125 2 1004000",
            "candidate/retrieval/learning_rate 0.003 2 1004000",
            "next_event/ndcg_at_10 0.25 0 1030500",
            "popularity/ndcg_at_10 0.5 0 1030500",
            "live/ndcg_at_10 0.375 0 1030500",
            "p3/recall_at_10 0.75 0 1030500",
            "p3_popularity/recall_at_10 0.625 0 1030500",
            "seconds/candidate.retrieval 12.5 0 1030500");
  }

  @Test
  void shouldKeepToTheLimitsOfARequest() throws Exception {
    List<Request> requests = sent(Manner.KNOWS_EXPERIMENT, report(150, 500));

    List<JsonNode> batches =
        requests.stream()
            .filter(request -> request.path().equals("runs/log-batch"))
            .map(Request::body)
            .toList();
    // 150 settings by at most 100; 500 epochs of 3 and 6 more by at most 1000
    assertThat(batches.stream().map(batch -> batch.path("params").size()))
        .containsExactly(100, 50, 0, 0);
    assertThat(batches.stream().map(batch -> batch.path("metrics").size()))
        .containsExactly(0, 0, 1000, 506);
    assertThat(pairs(batches.getFirst().path("params")).get("trainer.key_001"))
        .hasSize(500)
        .endsWith("xx...");
  }

  @Test
  void shouldMakeTheExperimentWhenItIsMissing() throws Exception {
    // the client asks for what is missing more than once
    List<Request> posts =
        sent(Manner.KNOWS_NO_EXPERIMENT, report(1, 1)).stream()
            .filter(request -> request.method().equals("POST"))
            .toList();

    assertThat(posts.getFirst().path()).isEqualTo("experiments/create");
    assertThat(posts.getFirst().body().path("name").asText()).isEqualTo("mine");
    assertThat(posts.get(1).path()).isEqualTo("runs/create");
    assertThat(posts.get(1).body().path("experiment_id").asText()).isEqualTo("8");
  }

  @ParameterizedTest
  @EnumSource(names = {"FAILS", "NEVER_ANSWERS"})
  void shouldGiveUpWithoutAnExceptionWhenTheServerDoesNotTakeIt(Manner manner) throws Exception {
    try (MlflowStub stub = new MlflowStub(manner)) {
      MlflowSettings settings = new MlflowSettings(stub.uri(), "mine");
      try (MlflowSender sender = new MlflowSender(settings, Duration.ofSeconds(2))) {
        sender.send(report(1, 1));
      }
      assertThat(stub.requests("runs/update")).isEmpty();
    }
  }

  @Test
  void shouldGiveUpWithoutAnExceptionWhenNobodyListens() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    MlflowSettings settings = new MlflowSettings("http://127.0.0.1:" + port, "mine");
    try (MlflowSender sender = new MlflowSender(settings, Duration.ofSeconds(2))) {
      sender.send(report(1, 1));
    }
    assertThatThrownBy(() -> new MlflowServer(settings).write(new MlflowRun(report(1, 1))))
        .isInstanceOf(MlflowClientException.class);
  }
}
