/** Arithmetic on single vectors, below everything that has vectors. */
@NullMarked
package io.millrace.model.vector;

import org.jspecify.annotations.NullMarked;
