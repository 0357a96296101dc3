/**
 * What a learner's layers are made of: memory of a device and the operations on it, and their
 * implementation for the CPU.
 */
@NullMarked
package io.millrace.trainer.kernels;

import org.jspecify.annotations.NullMarked;
