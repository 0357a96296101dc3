package io.millrace.tests.golden;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.model.bundle.Bundle;
import io.millrace.schemas.Topic;
import io.millrace.schemas.Topics;
import io.millrace.tests.house.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecordBase;
import org.slf4j.LoggerFactory;

/**
 * The golden files of a release: a record of every topic, in {@code records.ndjson}, and a model
 * bundle, in {@code bundle.json}, each as bytes (Base64) and beside them what they mean. Run as a
 * program it writes those of a new release. What is there is never written again. Dumps have their
 * own, in {@code services/standalone}.
 *
 * @param directory of the release, named like it
 */
record GoldenFiles(Path directory) {
  /** The command that writes them. */
  static final String COMMAND =
      "mvn -q -pl tests -Pgolden test-compile exec:exec -Dgolden.release=VERSION";

  private static final String RECORDS = "records.ndjson";
  private static final String BUNDLE = "bundle.json";
  private static final ObjectMapper JSON = new ObjectMapper();

  private static Path home() {
    return Repository.here().root().resolve("tests/src/test/resources/golden");
  }

  /** Those of every release, oldest first by name. */
  static List<GoldenFiles> all() throws IOException {
    try (Stream<Path> releases = Files.list(home())) {
      return releases.sorted().map(GoldenFiles::new).toList();
    }
  }

  /** The lines of records: topic, bytes and record. */
  List<JsonNode> records() throws IOException {
    List<JsonNode> records = new ArrayList<>();
    for (String line : Files.readAllLines(directory.resolve(RECORDS))) {
      records.add(JSON.readTree(line));
    }
    return records;
  }

  /** The bundle: bytes and what {@link GoldenBundle#told} says. */
  JsonNode bundle() throws IOException {
    return JSON.readTree(directory.resolve(BUNDLE).toFile());
  }

  /** The record as JSON. */
  static JsonNode json(SpecificRecordBase record) throws IOException {
    return JSON.readTree(record.toString());
  }

  private void write() throws IOException {
    Files.createDirectory(directory);
    List<String> lines = new ArrayList<>();
    for (Topic<?> topic : Topics.all()) {
      lines.add(line(topic));
    }
    Files.write(directory.resolve(RECORDS), lines);
    Bundle bundle = GoldenBundle.make();
    ObjectNode told = JSON.createObjectNode().put("bytes", bundle.write());
    told.setAll(GoldenBundle.told(bundle));
    Files.writeString(directory.resolve(BUNDLE), told + "\n");
  }

  private static <V extends SpecificRecordBase> String line(Topic<V> topic) throws IOException {
    // through bytes: what a record reads back as is what counts
    V record = topic.codec().decode(encoded(topic));
    ObjectNode line =
        JSON.createObjectNode().put("topic", topic.name()).put("bytes", encoded(topic));
    line.set("record", json(record));
    return line.toString();
  }

  @SuppressWarnings("unchecked") // the codec makes records of its schema
  private static <V extends SpecificRecordBase> byte[] encoded(Topic<V> topic) {
    return topic.codec().encode((V) FilledRecord.of(topic));
  }

  /** Writes the files of the release that is named. */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 1 || !arguments[0].matches("[0-9]+(\\.[0-9]+)*")) {
      throw new IllegalArgumentException(
          "release: must be a version such as 0.2.0, was " + List.of(arguments));
    }
    GoldenFiles files = new GoldenFiles(home().resolve(arguments[0]));
    files.write();
    LoggerFactory.getLogger(GoldenFiles.class).warn("wrote {}", files.directory());
  }
}
