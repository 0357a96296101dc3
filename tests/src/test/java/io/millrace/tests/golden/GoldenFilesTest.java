package io.millrace.tests.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.model.bundle.Bundle;
import io.millrace.schemas.Item;
import io.millrace.schemas.Topic;
import io.millrace.schemas.Topics;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every release wrote means what it meant then. */
class GoldenFilesTest {
  private static final double ROUNDING = 1e-5;

  static List<GoldenFiles> releases() throws IOException {
    return GoldenFiles.all();
  }

  @ParameterizedTest
  @MethodSource("releases")
  void shouldReadEveryRecordWithEveryValueItHad(GoldenFiles release) throws IOException {
    for (JsonNode line : release.records()) {
      Topic<?> topic =
          Topics.all().stream()
              .filter(known -> known.name().equals(line.path("topic").asText()))
              .findFirst()
              .orElseThrow();
      JsonNode read = GoldenFiles.json(topic.codec().decode(line.path("bytes").binaryValue()));
      requireKept(topic.name(), line.path("record"), read);
    }
  }

  /** Fields that have been added since may be there too. */
  private static void requireKept(String where, JsonNode written, JsonNode read) {
    if (written.isObject()) {
      for (Map.Entry<String, JsonNode> field : written.properties()) {
        requireKept(where + "." + field.getKey(), field.getValue(), read.path(field.getKey()));
      }
    } else if (written.isArray()) {
      assertThat(read).as(where).hasSameSizeAs(written);
      for (int i = 0; i < written.size(); i++) {
        requireKept(where + "[" + i + "]", written.path(i), read.path(i));
      }
    } else {
      assertThat(read).as(where).isEqualTo(written);
    }
  }

  @ParameterizedTest
  @MethodSource("releases")
  void shouldReadTheBundleAndMakeTheSameVectorsOfIt(GoldenFiles release) throws IOException {
    JsonNode golden = release.bundle();

    JsonNode told = GoldenBundle.told(Bundle.read(golden.path("bytes").binaryValue()));

    assertThat(told.path("items")).isEqualTo(golden.path("items"));
    assertThat(told.path("facts")).isEqualTo(golden.path("facts"));
    for (Item item : GoldenBundle.ITEMS) {
      assertThat(GoldenBundle.vector(golden, item)).hasSize(3);
      assertThat(GoldenBundle.vector(told, item))
          .as(item.getItemId())
          .containsExactly(GoldenBundle.vector(golden, item), within(ROUNDING));
    }
  }

  @Test
  void shouldHaveARecordOfEveryTopicOfTheNewestRelease() throws IOException {
    assertThat(GoldenFiles.all().getLast().records())
        .as("write them with: %s", GoldenFiles.COMMAND)
        .extracting(line -> line.path("topic").asText())
        .containsExactlyElementsOf(Topics.all().stream().map(Topic::name).toList());
  }
}
