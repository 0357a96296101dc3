package io.millrace.recommend.http;

import com.fasterxml.jackson.databind.node.TextNode;
import io.millrace.schemas.Ids;

/** Holds an id to the rule of {@link Ids}. */
final class IdRule {
  private IdRule() {}

  static void check(String id, String field, Faults faults) {
    String message = Ids.fault(field, id);
    if (message != null) {
      String rule = message.substring(Math.min(message.length(), field.length() + 2));
      faults.invalid(field, rule, TextNode.valueOf(id).toString());
    }
  }
}
