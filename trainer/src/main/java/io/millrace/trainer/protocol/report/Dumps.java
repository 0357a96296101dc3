package io.millrace.trainer.protocol.report;

import io.millrace.runtime.Outputs;
import io.millrace.trainer.protocol.judge.DumpLines;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where dumps are written: in the file asked for; of several, in files beside it that have what is
 * judged at the end of their names.
 *
 * @param file asked for; null for nowhere
 * @param several whether there will be more than one
 */
public record Dumps(@Nullable Path file, boolean several) {
  /**
   * Writes one.
   *
   * @param whose such as {@code pipeline}; part of the file's name, of several
   * @throws io.millrace.runtime.UserFault if the file cannot be written
   */
  public void write(String whose, DumpLines lines) {
    if (file != null) {
      Path to = several ? file.resolveSibling(file.getFileName() + "." + whose) : file;
      Outputs.write("--dump", to, lines.all());
    }
  }
}
