/**
 * {@code millrace bench train}: training engines side by side, each doing the identical step on
 * identical batches, beside the machine's own sgemm limit.
 */
@NullMarked
package io.millrace.tests.benchmark.training;

import org.jspecify.annotations.NullMarked;
