/** Traces by OpenTelemetry, from an event to the answer that it changed; off unless configured. */
@NullMarked
package io.millrace.runtime.tracing;

import org.jspecify.annotations.NullMarked;
