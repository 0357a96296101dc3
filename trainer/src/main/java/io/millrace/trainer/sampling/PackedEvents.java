package io.millrace.trainer.sampling;

import io.millrace.trainer.learner.EventSequences;

/**
 * Windows of events, packed.
 *
 * @param events [rows] the interaction of each row
 * @param sequences of the same rows
 */
@SuppressWarnings("ArrayRecordComponent")
public record PackedEvents(int[] events, EventSequences sequences) {}
