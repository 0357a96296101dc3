package io.millrace.trainer.protocol;

import java.util.stream.Stream;

/** What a dump says of one model, as {@link DumpFormat} has it; made when asked for. */
@FunctionalInterface
interface DumpLines {
  /** In order, without their ends. */
  Stream<String> all();
}
