package io.millrace.standalone.load;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.runtime.IoReason;
import io.millrace.runtime.UserFault;
import io.millrace.standalone.console.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What a measurement found, as a file. */
final class Report {
  private Report() {}

  /**
   * Writes it and says so.
   *
   * @param file null for nowhere
   * @throws UserFault if the file cannot be written
   */
  static void write(ObjectNode result, @Nullable Path file, Console console) {
    if (file == null) {
      return;
    }
    try {
      ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
      Files.write(file, mapper.writeValueAsBytes(result));
      console.say("report: %s", file);
    } catch (IOException e) {
      throw new UserFault(
          "--report: must be a file that can be written, was %s (%s)"
              .formatted(file, IoReason.of(e)),
          e);
    }
  }
}
