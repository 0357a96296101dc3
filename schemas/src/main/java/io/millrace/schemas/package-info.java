/**
 * The contracts between the services: Avro records (generated from {@code src/main/avro}), the
 * typed catalogue of topics, and the codecs that put records on them. No other module names a
 * topic.
 */
@NullMarked
package io.millrace.schemas;

import org.jspecify.annotations.NullMarked;
