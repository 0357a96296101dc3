package io.millrace.recommend.models;

import io.millrace.recommend.http.Fields;
import io.millrace.recommend.http.Request;

/** Reads the body that names one generation and nothing else. */
final class ModelVersion {
  private ModelVersion() {}

  static String of(Request request) {
    request.query().done();
    Fields body = request.bodyFields();
    String generation = body.id("modelVersion");
    body.done();
    request.faults().throwIfAny();
    return generation;
  }
}
