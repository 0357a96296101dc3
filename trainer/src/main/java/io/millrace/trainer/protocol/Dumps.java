package io.millrace.trainer.protocol;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where dumps are written: in the file asked for; of several, in files beside it that have what is
 * judged at the end of their names.
 *
 * @param file asked for; null for nowhere
 * @param several whether there will be more than one
 */
record Dumps(@Nullable Path file, boolean several) {
  /**
   * Writes one.
   *
   * @param whose such as {@code pipeline}
   * @throws io.millrace.runtime.UserFault if the file cannot be written
   */
  void write(String whose, DumpLines lines) {
    if (file != null) {
      write(several ? file.resolveSibling(file.getFileName() + "." + whose) : file, lines);
    }
  }

  private static void write(Path to, DumpLines lines) {
    Outputs.makeDirectory("--dump", to);
    try (BufferedWriter out = Files.newBufferedWriter(to);
        Stream<String> all = lines.all()) {
      for (Iterator<String> line = all.iterator(); line.hasNext(); ) {
        out.write(line.next() + "\n");
      }
    } catch (IOException e) {
      throw Outputs.fault("--dump", to, e);
    }
  }
}
