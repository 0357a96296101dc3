/**
 * Accepted ratings in columns, in their total order, and the slices that training and judging take
 * of them.
 */
@NullMarked
package io.millrace.trainer.dataset;

import org.jspecify.annotations.NullMarked;
