/** Each feature against a case worked out by hand. */
@NullMarked
package io.millrace.model.feature;

import org.jspecify.annotations.NullMarked;
