package io.millrace.trainer.service;

import io.millrace.trainer.dataset.Interactions;
import java.util.Map;

/**
 * What a training learns from, at one moment.
 *
 * @param interactions ratings, catalogue, users
 * @param offsets "topic-partition" to the offset read up to (exclusive), of the same moment
 * @param arrived training examples read until then since the trainer's start
 */
record Snapshot(Interactions interactions, Map<String, Long> offsets, long arrived) {
  Snapshot {
    offsets = Map.copyOf(offsets);
  }
}
