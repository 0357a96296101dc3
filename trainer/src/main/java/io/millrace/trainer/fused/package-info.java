/**
 * The fused engine's learners: towers and ranker as layers of our own over the narrow seam of
 * {@link io.millrace.trainer.kernels.Kernels}. Forward and backward passes are written once, for
 * any device. A layer owns its buffers, sized for the largest batch so far, so that a step
 * allocates nothing once it is warm.
 */
@NullMarked
package io.millrace.trainer.fused;

import org.jspecify.annotations.NullMarked;
