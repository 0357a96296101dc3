/** Generations of models as every reader of the topics sees them. */
@NullMarked
package io.millrace.model.generation;

import org.jspecify.annotations.NullMarked;
