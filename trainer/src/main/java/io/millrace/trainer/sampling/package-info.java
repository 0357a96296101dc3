/** Pools of items that a step shares, and the negatives drawn from them. */
@NullMarked
package io.millrace.trainer.sampling;

import org.jspecify.annotations.NullMarked;
