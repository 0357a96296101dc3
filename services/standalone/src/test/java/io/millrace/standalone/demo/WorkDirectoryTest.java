package io.millrace.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkDirectoryTest {
  private static WorkDirectory filled() throws Exception {
    WorkDirectory directory = WorkDirectory.of(null);
    Files.createDirectories(directory.path().resolve("broker/a"));
    Files.writeString(directory.path().resolve("broker/a/b"), "x");
    Files.writeString(directory.path().resolve("millrace.log"), "why");
    return directory;
  }

  @Test
  void shouldLeaveNothingOfATemporaryDirectory() throws Exception {
    WorkDirectory directory = filled();
    directory.close();
    assertThat(directory.path()).doesNotExist();
  }

  @Test
  void shouldKeepTheLogOfARunThatFailed() throws Exception {
    WorkDirectory directory = filled();
    directory.keepLog();
    directory.close();
    assertThat(directory.path()).isDirectoryNotContaining("glob:**broker");
    assertThat(directory.path().resolve("millrace.log")).hasContent("why");
    Files.delete(directory.path().resolve("millrace.log"));
    Files.delete(directory.path());
  }

  @Test
  void shouldLeaveNothingWhereTheLogToBeKeptIsElsewhere() throws Exception {
    WorkDirectory directory = filled();
    Files.delete(directory.path().resolve("millrace.log"));
    directory.keepLog();
    directory.close();
    assertThat(directory.path()).doesNotExist();
  }

  @Test
  void shouldKeepEverythingWhereTheUserSaidWhere(@TempDir Path given) throws Exception {
    WorkDirectory directory = WorkDirectory.of(given);
    Files.writeString(given.resolve("a"), "x");
    directory.close();
    assertThat(given.resolve("a")).exists();
  }
}
