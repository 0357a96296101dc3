package io.millrace.tests.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The source tree this build runs in, found by walking up from the working directory.
 *
 * @param root the directory of the aggregator POM
 */
public record Repository(Path root) {
  private static final Set<String> NOT_SOURCES = Set.of("target", ".git", "runs", ".idea");

  /** The repository around the working directory. */
  public static Repository here() {
    Path at = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(at.resolve("schemas/src")) || !Files.exists(at.resolve("pom.xml"))) {
      at = at.getParent();
      if (at == null) {
        throw new IllegalStateException(
            "working directory: must be inside the repository, was "
                + Path.of("").toAbsolutePath());
      }
    }
    return new Repository(at);
  }

  /** Every Java source of every module, generated ones left out, in order of path. */
  public List<Path> javaSources() {
    return files().filter(file -> file.toString().endsWith(".java")).toList();
  }

  /** The Java sources that are shipped: below {@code src/main/java}. */
  public List<Path> mainSources() {
    return javaSources().stream().filter(file -> below(file, "src/main/java")).toList();
  }

  /** Every file that is, or is about to be, under version control, in order of path. */
  public Stream<Path> files() {
    return Files.exists(root.resolve(".git")) ? versioned() : walked();
  }

  /** The file's path from the root, with forward slashes. */
  public String name(Path file) {
    return root.relativize(file).toString().replace('\\', '/');
  }

  /** The file's text. */
  public static String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(file.toString(), e);
    }
  }

  /** Whether the file lies in a directory of the given name, e.g. {@code src/main/java}. */
  public boolean below(Path file, String directory) {
    return ("/" + name(file)).contains("/" + directory + "/");
  }

  private Stream<Path> versioned() {
    return git("ls-files", "-z", "--cached", "--others", "--exclude-standard")
        .distinct()
        .sorted()
        .map(root::resolve)
        .filter(Files::isRegularFile);
  }

  private Stream<String> git(String... arguments) {
    try {
      Process git =
          new ProcessBuilder(
                  Stream.concat(Stream.of("git", "-C", root.toString()), Stream.of(arguments))
                      .toList())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String listing = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return Stream.of(listing.split("\0")).filter(name -> !name.isEmpty());
    } catch (IOException e) {
      throw new UncheckedIOException("git: must be on the path inside a checkout", e);
    }
  }

  private Stream<Path> walked() {
    try (Stream<Path> walk = Files.walk(root)) {
      return walk.filter(Files::isRegularFile).filter(this::isSource).sorted().toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean isSource(Path file) {
    return Stream.of(name(file).split("/")).noneMatch(NOT_SOURCES::contains);
  }
}
