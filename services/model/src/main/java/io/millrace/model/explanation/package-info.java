/** Why an item is in an answer. Pure. */
@NullMarked
package io.millrace.model.explanation;

import org.jspecify.annotations.NullMarked;
