package io.millrace.trainer.protocol.judge;

import java.util.stream.Stream;

/** What a dump says of one model, a line for each prediction; made when asked for. */
@FunctionalInterface
public interface DumpLines {
  /** In order, columns with tabs between, without line ends; to be closed. */
  Stream<String> all();
}
