/** A real Kafka broker inside this process. */
@NullMarked
package io.millrace.standalone.broker;

import org.jspecify.annotations.NullMarked;
