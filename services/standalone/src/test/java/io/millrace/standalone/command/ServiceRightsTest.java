package io.millrace.standalone.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ServiceRightsTest {
  @ParameterizedTest
  @EnumSource(ServiceRights.class)
  void shouldBeDocumentedAsTheyAre(ServiceRights service) throws IOException {
    String page = Files.readString(Path.of("..", "..", "docs", "security.md"));

    assertThat(page).contains(documented(service) + "\n");
  }

  /** A line for each service: what on which. */
  private static String documented(ServiceRights service) {
    List<ServiceRights.Right> rights = service.list("millrace-features");
    String each =
        rights.stream()
            .collect(
                Collectors.groupingBy(
                    right -> right.resource() + " " + right.operation(),
                    TreeMap::new,
                    Collectors.mapping(
                        right -> right.toString().replaceAll("^\\w+ \\w+ ", ""),
                        Collectors.joining(", "))))
            .entrySet()
            .stream()
            .map(entry -> entry.getKey() + ": " + entry.getValue())
            .collect(Collectors.joining("; "));
    return "| %s | %s |".formatted(service.word(), each);
  }
}
