package io.millrace.tests.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
final class SourceFormatTest {
  private final Repository repository = Repository.here();
  private final SourceFormat format = new SourceFormat();

  @Test
  void shouldFindEverySourceInTheHouseFormat() {
    List<String> untidy =
        repository.javaSources().stream()
            .filter(file -> !isTidy(file))
            .map(repository::name)
            .toList();

    assertThat(untidy)
        .as("sources not in the house format; run: %s", SourceFormat.COMMAND)
        .isEmpty();
  }

  @Test
  void shouldMendIndentationAndImports() {
    String untidy = "import java.util.Set;\nimport java.util.List;\nclass A {List<String> a;}\n";

    assertThat(format.formatted(untidy))
        .isEqualTo("import java.util.List;\n\nclass A {\n  List<String> a;\n}\n");
  }

  private boolean isTidy(Path file) {
    String source = Repository.text(file);
    return format.formatted(source).equals(source);
  }
}
