/**
 * The feature state machines: (state, event) to (state, outputs). One feature, one class; the same
 * classes run in Kafka Streams, in the trainer and in the evaluator.
 */
@NullMarked
package io.millrace.model.feature;

import org.jspecify.annotations.NullMarked;
