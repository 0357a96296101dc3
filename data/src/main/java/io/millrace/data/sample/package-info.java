/** A synthetic data set for where no other is to be had. */
@NullMarked
package io.millrace.data.sample;

import org.jspecify.annotations.NullMarked;
