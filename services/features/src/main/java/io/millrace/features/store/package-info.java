/** State kept decoded in memory between commits, on top of Kafka Streams' own stores. */
@NullMarked
package io.millrace.features.store;

import org.jspecify.annotations.NullMarked;
