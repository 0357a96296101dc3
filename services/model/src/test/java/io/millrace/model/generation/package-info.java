/** Which generation serves, by cases of an operator's commands. */
@NullMarked
package io.millrace.model.generation;

import org.jspecify.annotations.NullMarked;
