package io.millrace.recommend.contract;

import org.jspecify.annotations.Nullable;

/**
 * A request that has to be refused.
 *
 * @param what is wrong with it
 * @param path with its query
 * @param type content type of the body
 * @param body null for none
 * @param field that has to be among those named as faulty
 */
record BadRequest(
    String what, String method, String path, String type, @Nullable String body, String field) {
  private static final int SHOWN = 80;

  @Override
  public String toString() {
    String whole = "%s %s: %s".formatted(method, path, what);
    return whole.length() > 2 * SHOWN ? whole.substring(0, 2 * SHOWN) : whole;
  }
}
