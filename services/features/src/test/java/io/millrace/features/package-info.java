/** The topology without a broker: Kafka's own test driver. */
@NullMarked
package io.millrace.features;

import org.jspecify.annotations.NullMarked;
