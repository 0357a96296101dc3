/**
 * How a generation is judged: next event and static split, always by full ranking, beside
 * popularity.
 */
@NullMarked
package io.millrace.trainer.evaluation;

import org.jspecify.annotations.NullMarked;
