/** What every process measures of itself. */
@NullMarked
package io.millrace.standalone.metrics;

import org.jspecify.annotations.NullMarked;
