/** Forecasts of ratings against sums done by hand. */
@NullMarked
package io.millrace.model.rating;

import org.jspecify.annotations.NullMarked;
