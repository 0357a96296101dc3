package io.millrace.recommend.catalogue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.recommend.http.Json;
import io.millrace.schemas.RatingStatistics;

/** Count, mean and variance in stars. */
final class Statistics {
  private Statistics() {}

  static ObjectNode json(RatingStatistics statistics) {
    long count = statistics.getCount();
    ObjectNode node = Json.object().put("count", count);
    if (count > 0) {
      double mean = (double) statistics.getSum() / count;
      double square = (double) statistics.getSumOfSquares() / count;
      node.put("mean", mean / 2).put("variance", Math.max(0, square - mean * mean) / 4);
    }
    return node;
  }
}
