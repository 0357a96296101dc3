package io.millrace.standalone.console;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What ops/README.md says of the log: whoever gathers logs goes by these names. */
class LogFormatTest {
  @Test
  void shouldWriteOneObjectALineWithTheseFields(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("test.log");
    log(file);
    List<String> lines = Files.readAllLines(file);
    assertThat(lines).hasSize(2);
    JsonNode plain = new ObjectMapper().readTree(lines.getFirst());
    assertThat(names(plain))
        .contains("timestamp", "level", "threadName", "loggerName", "formattedMessage")
        .doesNotContain("message", "arguments", "context");
    assertThat(plain.path("timestamp").isIntegralNumber()).isTrue();
    assertThat(plain.path("level").asText()).isEqualTo("INFO");
    assertThat(plain.path("loggerName").asText()).isEqualTo("io.millrace.test");
    assertThat(plain.path("formattedMessage").asText()).isEqualTo("two\nlines of \"quoted\" 7");
    JsonNode failed = new ObjectMapper().readTree(lines.getLast());
    assertThat(failed.at("/throwable/className").asText())
        .isEqualTo("java.lang.IllegalStateException");
    assertThat(failed.at("/throwable/message").asText()).isEqualTo("why");
    assertThat(failed.at("/throwable/stepArray").isArray()).isTrue();
  }

  private static void log(Path file) throws Exception {
    LoggerContext context = new LoggerContext();
    context.putProperty("millrace.log", file.toString());
    context.putProperty("millrace.console.level", "OFF");
    context.setMDCAdapter(new LogbackMDCAdapter());
    JoranConfigurator configurator = new JoranConfigurator();
    configurator.setContext(context);
    URL configuration = Objects.requireNonNull(LogFile.class.getResource("/logback.xml"));
    configurator.doConfigure(configuration);
    context.getLogger("io.millrace.test").info("two\nlines of \"quoted\" {}", 7);
    context.getLogger("io.millrace.test").error("failed", new IllegalStateException("why"));
    context.stop();
  }

  private static Set<String> names(JsonNode object) {
    Set<String> names = new TreeSet<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
