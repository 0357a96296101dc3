package io.millrace.standalone.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.runtime.UserFault;
import io.millrace.standalone.check.Api;
import io.millrace.standalone.check.Api.Answer;
import io.millrace.standalone.console.Console;
import io.millrace.standalone.console.LogFile;
import io.millrace.standalone.console.Table;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Tells every replica of a running service which model to serve. */
@Command(
    name = "models",
    description = "Lists the models of a running service, and says which one every replica serves.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "list|compare|pin|unpin|rollback|promote|shadow|unshadow",
    footer = {
      "",
      "Examples:",
      "  millrace models list",
      "  millrace models rollback             a bad model: back to the one before, pinned",
      "  millrace models shadow g000004       it answers too, unseen",
      "  millrace models promote g000004      it serves, until a newer one is published"
    })
public final class ModelsCommand {
  private static final int NOT_YET = 202;

  private final Console console = Console.standard();

  @Mixin private ServiceOptions replica = new ServiceOptions();

  /** A table of the generations. */
  @Command(
      name = "list",
      description = "A table of the models, newest first.",
      mixinStandardHelpOptions = true)
  int list() throws InterruptedException {
    JsonNode json = call("GET", "", null).json();
    String serving = json.path("serving").asText();
    String pinned = json.path("pinned").asText("");
    String shadow = json.path("shadow").path("modelVersion").asText("");
    Table table = new Table("model", "state", "", "made", "over", "ndcg@10", "popularity's");
    for (JsonNode model : json.path("models")) {
      String version = model.path("modelVersion").asText();
      table.row(
          version,
          model.path("state").asText(),
          marks(version, pinned, shadow),
          Instant.ofEpochMilli(model.path("createdAt").asLong()),
          model.path("base").asText(""),
          figure(model.path("metrics")),
          figure(model.path("popularity")));
    }
    console.say("%s", table);
    console.say("%s serves%s", serving, serving.equals(pinned) ? ", pinned" : "");
    return 0;
  }

  private static String marks(String version, String pinned, String shadow) {
    return (version.equals(pinned) ? "pinned" : "") + (version.equals(shadow) ? "shadow" : "");
  }

  private static String figure(JsonNode metrics) {
    JsonNode value = metrics.path("ndcg@10");
    return value.isNumber() ? String.format(Locale.ROOT, "%.4f", value.asDouble()) : "";
  }

  /** Two generations side by side. */
  @Command(
      name = "compare",
      description = "The measurements of two models.",
      mixinStandardHelpOptions = true)
  int compare(@Parameters(paramLabel = "A") String a, @Parameters(paramLabel = "B") String b)
      throws InterruptedException {
    String path = "/compare?a=" + Api.encoded(a) + "&b=" + Api.encoded(b);
    JsonNode json = call("GET", path, null).json();
    Table table = new Table("measurement", a, b, "difference");
    json.path("difference")
        .properties()
        .forEach(
            one ->
                table.row(
                    one.getKey(),
                    json.path("a").path("metrics").path(one.getKey()).asText(),
                    json.path("b").path("metrics").path(one.getKey()).asText(),
                    String.format(Locale.ROOT, "%+.4f", one.getValue().asDouble())));
    console.say("%s", table);
    if (!json.path("sameRatings").asBoolean()) {
      console.say("each was judged on its own newest ratings");
    }
    return 0;
  }

  /** Holds on to one. */
  @Command(
      name = "pin",
      description = "Serves a model and holds on to it; g000000 is none.",
      mixinStandardHelpOptions = true)
  int pin(@Parameters(paramLabel = "MODEL") String model) throws InterruptedException {
    return command("POST", "/pin", named(model));
  }

  /** The newest again. */
  @Command(
      name = "unpin",
      description = "Serves the newest again.",
      mixinStandardHelpOptions = true)
  int unpin() throws InterruptedException {
    return command("DELETE", "/pin", null);
  }

  /** Back to the one before. */
  @Command(
      name = "rollback",
      description = "Serves the model that served before, and holds on to it.",
      mixinStandardHelpOptions = true)
  int rollback() throws InterruptedException {
    return command("POST", "/rollback", null);
  }

  /** One until a newer one comes. */
  @Command(
      name = "promote",
      description = "Serves a model until a newer one is published.",
      mixinStandardHelpOptions = true)
  int promote(@Parameters(paramLabel = "MODEL") String model) throws InterruptedException {
    return command("POST", "/promote", named(model));
  }

  /** One that answers unseen. */
  @Command(
      name = "shadow",
      description = "Lets a model answer the same requests unseen.",
      mixinStandardHelpOptions = true)
  int shadow(@Parameters(paramLabel = "MODEL") String model) throws InterruptedException {
    return command("POST", "/shadow", named(model));
  }

  /** None that answers unseen. */
  @Command(name = "unshadow", description = "Ends shadowing.", mixinStandardHelpOptions = true)
  int unshadow() throws InterruptedException {
    return command("DELETE", "/shadow", null);
  }

  private static String named(String model) {
    if (model.chars().anyMatch(c -> c == '"' || c == '\\' || c < ' ')) {
      throw new UserFault("MODEL: must be like g000003, was " + model);
    }
    return "{\"modelVersion\":\"" + model + "\"}";
  }

  private int command(String method, String path, @Nullable String body)
      throws InterruptedException {
    Answer answer = call(method, path, body);
    JsonNode json = answer.json();
    console.say(
        "%s serves%s%s (%.0f ms)",
        json.path("serving").asText(),
        json.path("pinned").isTextual() ? ", pinned" : "",
        json.path("shadow").isTextual() ? "; " + json.path("shadow").asText() + " in shadow" : "",
        json.path("tookMs").asDouble());
    if (answer.status() == NOT_YET) {
      console.say("the command is on its way; see millrace models list");
    }
    return 0;
  }

  private Answer call(String method, String path, @Nullable String body)
      throws InterruptedException {
    LogFile.ofCommand("models");
    try (Api api = replica.open()) {
      Answer answer = api.send(method, "/v1/models" + path, body);
      if (answer.status() >= 300) {
        throw new UserFault(answer.json().path("detail").asText(answer.text()));
      }
      return answer;
    }
  }
}
