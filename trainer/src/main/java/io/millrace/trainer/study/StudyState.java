package io.millrace.trainer.study;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.millrace.runtime.IoReason;
import io.millrace.runtime.UserFault;
import io.millrace.runtime.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A study's file {@code study.json}: what it is of, and its trials. Written anew as a whole after
 * each trial: a process that is killed leaves the state before or after it. For one thread.
 */
final class StudyState {
  /** By which version of the program trials were made, in the subject. */
  static final String CODE = "codeVersion";

  private static final String FILE = "study.json";
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final Path directory;
  private final SortedMap<String, String> subject;
  private final List<Trial> trials;

  private StudyState(Path directory, SortedMap<String, String> subject, List<Trial> trials) {
    this.directory = directory;
    this.subject = subject;
    this.trials = trials;
  }

  /**
   * Goes on where the directory has a study, else begins one.
   *
   * @param subject all that trials depend on beside their settings
   * @throws UserFault if it has another study, or cannot be written to
   */
  static StudyState open(Path directory, Map<String, String> subject) {
    SortedMap<String, String> of = new TreeMap<>(subject);
    Path file = directory.resolve(FILE);
    try {
      Files.createDirectories(directory);
      if (!Files.exists(file)) {
        StudyState begun = new StudyState(directory, of, new ArrayList<>());
        begun.write();
        return begun;
      }
    } catch (IOException e) {
      throw new UserFault(
          "--dir: must be a directory that can be written to, was %s (%s); choose another"
              .formatted(directory, IoReason.of(e)),
          e);
    }
    StudyState known = read(directory, file);
    known.requireSame(of);
    return known;
  }

  private static StudyState read(Path directory, Path file) {
    try {
      JsonNode root = JSON.readTree(file.toFile());
      SortedMap<String, String> subject =
          JSON.convertValue(root.required("subject"), new TypeReference<>() {});
      List<Trial> trials = JSON.convertValue(root.required("trials"), new TypeReference<>() {});
      return new StudyState(directory, subject, new ArrayList<>(trials));
    } catch (IOException | IllegalArgumentException e) {
      throw new UserFault(
          "--dir: %s must be as tune writes it, cannot be read (%s); choose another directory"
              .formatted(file, String.valueOf(e.getMessage()).lines().findFirst().orElse("")),
          e);
    }
  }

  private void requireSame(SortedMap<String, String> other) {
    SortedMap<String, String> all = new TreeMap<>(subject);
    all.putAll(other);
    for (String key : all.keySet()) {
      if (!Objects.equals(subject.get(key), other.get(key))) {
        throw new UserFault(
            "--dir: %s holds a study with %s = %s, not %s; %s, or another directory"
                .formatted(
                    directory,
                    key,
                    Objects.requireNonNullElse(subject.get(key), "(none)"),
                    Objects.requireNonNullElse(other.get(key), "(none)"),
                    key.equals(CODE) ? "go on with that version" : "give the same"));
      }
    }
  }

  List<Trial> trials() {
    return List.copyOf(trials);
  }

  /** Wall-clock seconds of all trials. */
  double seconds() {
    return trials.stream().mapToDouble(Trial::seconds).sum();
  }

  void add(Trial trial) {
    trials.add(trial);
    try {
      write();
    } catch (IOException e) {
      throw new UserFault(
          "--dir: %s could not be written to (%s); make room, and give the same command again"
              .formatted(directory, IoReason.of(e)),
          e);
    }
  }

  private void write() throws IOException {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("subject", subject);
    all.put("trials", trials);
    WholeFile.write(directory.resolve(FILE), JSON.writeValueAsString(all));
  }
}
