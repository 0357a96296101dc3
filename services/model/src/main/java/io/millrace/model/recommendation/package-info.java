/** The whole query: sources, union, ranking. The service and the evaluator both call it. */
@NullMarked
package io.millrace.model.recommendation;

import org.jspecify.annotations.NullMarked;
