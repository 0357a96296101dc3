package io.millrace.trainer;

import java.net.URI;
import java.net.URISyntaxException;

/**
 * Section {@code trainer.mlflow}. Immutable.
 *
 * @param uri of the server; empty for none
 * @param experiment that runs are written to; made where it is missing
 */
public record MlflowSettings(String uri, String experiment) {
  public MlflowSettings {
    uri = uri.strip();
    if (!uri.isEmpty()) {
      requireServer(uri);
    }
    if (experiment.isBlank()) {
      throw new IllegalArgumentException("experiment: must be a name, was empty");
    }
  }

  private static void requireServer(String uri) {
    URI server = parsed(uri);
    boolean http = "http".equals(server.getScheme()) || "https".equals(server.getScheme());
    if (!http || server.getHost() == null) {
      throw new IllegalArgumentException(
          "uri: must be http://HOST:PORT or https://HOST:PORT, or empty, was " + uri);
    }
    if (server.getRawUserInfo() != null) {
      throw new IllegalArgumentException(
          "uri: must hold no password, for it is logged and published; give"
              + " MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN,"
              + " in the environment");
    }
  }

  private static URI parsed(String uri) {
    try {
      return new URI(uri);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(
          "uri: must be http://HOST:PORT or https://HOST:PORT, or empty, was " + uri, e);
    }
  }

  /** Whether there is a server. */
  public boolean enabled() {
    return !uri.isEmpty();
  }
}
