/** The service around the feature topology: its configuration, its life cycle, its health. */
@NullMarked
package io.millrace.features;

import org.jspecify.annotations.NullMarked;
