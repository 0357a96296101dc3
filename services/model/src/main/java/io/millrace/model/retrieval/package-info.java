/**
 * Candidate sources: the index, item-to-item transitions, popularity; and the vectors they search.
 */
@NullMarked
package io.millrace.model.retrieval;

import org.jspecify.annotations.NullMarked;
