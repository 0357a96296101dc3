/** Fits the factors that forecast ratings. */
@NullMarked
package io.millrace.trainer.rating;

import org.jspecify.annotations.NullMarked;
