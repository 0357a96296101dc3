package io.millrace.trainer.mlflow;

import io.millrace.trainer.MlflowSettings;
import java.util.List;
import org.mlflow.api.proto.Service.CreateRun;
import org.mlflow.api.proto.Service.Experiment;
import org.mlflow.api.proto.Service.Metric;
import org.mlflow.api.proto.Service.Param;
import org.mlflow.api.proto.Service.RunStatus;
import org.mlflow.tracking.MlflowClient;
import org.mlflow.tracking.creds.BasicMlflowHostCreds;

/** A server that runs are written to, with its limits on the size of a request. Thread-safe. */
final class MlflowServer {
  private static final int MOST_METRICS = 1000;
  private static final int MOST_PARAMS = 100;

  private final MlflowSettings settings;

  MlflowServer(MlflowSettings settings) {
    this.settings = settings;
  }

  /**
   * Writes a run from its beginning to its end.
   *
   * @throws org.mlflow.tracking.MlflowClientException if the server does not take it
   */
  void write(MlflowRun run) {
    try (MlflowClient client = new MlflowClient(credentials())) {
      String id = begin(client, run);
      List<Param> params = run.params();
      for (int from = 0; from < params.size(); from += MOST_PARAMS) {
        List<Param> part = params.subList(from, Math.min(params.size(), from + MOST_PARAMS));
        client.logBatch(id, List.of(), part, List.of());
      }
      List<Metric> metrics = run.metrics();
      for (int from = 0; from < metrics.size(); from += MOST_METRICS) {
        List<Metric> part = metrics.subList(from, Math.min(metrics.size(), from + MOST_METRICS));
        client.logBatch(id, part, List.of(), List.of());
      }
      client.setTerminated(id, RunStatus.FINISHED, run.endMillis());
    }
  }

  /** From the variables that MLflow's own clients read. */
  private BasicMlflowHostCreds credentials() {
    return new BasicMlflowHostCreds(
        settings.uri(),
        System.getenv("MLFLOW_TRACKING_USERNAME"),
        System.getenv("MLFLOW_TRACKING_PASSWORD"),
        System.getenv("MLFLOW_TRACKING_TOKEN"),
        false);
  }

  private String begin(MlflowClient client, MlflowRun run) {
    String experiment =
        client
            .getExperimentByName(settings.experiment())
            .map(Experiment::getExperimentId)
            .orElseGet(() -> client.createExperiment(settings.experiment()));
    CreateRun begun =
        CreateRun.newBuilder()
            .setExperimentId(experiment)
            .setRunName(run.report().name())
            .setStartTime(run.startMillis())
            .addAllTags(run.tags())
            .build();
    return client.createRun(begun).getRunId();
  }
}
