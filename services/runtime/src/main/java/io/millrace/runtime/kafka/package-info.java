/** Kafka clients: their settings, and the reader of whole topics. */
@NullMarked
package io.millrace.runtime.kafka;

import org.jspecify.annotations.NullMarked;
