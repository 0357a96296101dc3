package io.millrace.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryTreeTest {
  @TempDir private Path directory = Path.of("");
  private Path root = Path.of("");

  @BeforeEach
  void plant() throws Exception {
    root = directory.resolve("root");
    Files.createDirectories(root.resolve("a/b"));
    Files.writeString(root.resolve("a/b/leaf"), "1");
    Files.writeString(root.resolve("log"), "2");
  }

  @Test
  void shouldRemoveAllButWhatALinkLeadsTo() throws Exception {
    Path elsewhere = Files.writeString(directory.resolve("elsewhere"), "3");
    Files.createSymbolicLink(root.resolve("a/link"), elsewhere);

    new DirectoryTree(root).remove();

    assertThat(root).doesNotExist();
    assertThat(elsewhere).hasContent("3");
  }

  @Test
  void shouldLeaveWhatStays() throws Exception {
    new DirectoryTree(root).remove(path -> path.equals(root) || path.endsWith("log"));

    try (var left = Files.list(root)) {
      assertThat(left).containsExactly(root.resolve("log"));
    }
  }
}
