/** The Deep and Cross ranker's inference and the score that orders the list. */
@NullMarked
package io.millrace.model.ranking;

import org.jspecify.annotations.NullMarked;
