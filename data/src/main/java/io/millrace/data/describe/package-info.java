/** A page of plots about a data set. */
@NullMarked
package io.millrace.data.describe;

import org.jspecify.annotations.NullMarked;
