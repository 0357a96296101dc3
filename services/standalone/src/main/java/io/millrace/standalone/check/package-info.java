/** Exercises every endpoint of a running service. */
@NullMarked
package io.millrace.standalone.check;

import org.jspecify.annotations.NullMarked;
