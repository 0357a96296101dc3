/** Fits of rating factors to ratings whose making is known. */
@NullMarked
package io.millrace.trainer.rating;

import org.jspecify.annotations.NullMarked;
