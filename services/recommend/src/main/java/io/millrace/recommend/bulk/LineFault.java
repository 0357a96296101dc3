package io.millrace.recommend.bulk;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.recommend.http.ErrorCode;
import io.millrace.recommend.http.Fault;
import io.millrace.recommend.http.Json;

/**
 * One thing that is wrong with a line.
 *
 * @param line its number, from 1; blank lines count
 * @param code why the line was refused
 * @param fault what is wrong
 */
record LineFault(long line, ErrorCode code, Fault fault) {
  /** As the API answers it. */
  ObjectNode json() {
    ObjectNode node = Json.object().put("line", line).put("code", code.name());
    return node.setAll(fault.json());
  }

  /** As a problem has it. */
  Fault asFault() {
    return new Fault("line " + line + ", " + fault.field(), fault.rule(), fault.value());
  }
}
