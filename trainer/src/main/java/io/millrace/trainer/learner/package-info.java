/**
 * The seam between training and the engines: what a step takes and gives, tables of embeddings,
 * losses.
 */
@NullMarked
package io.millrace.trainer.learner;

import org.jspecify.annotations.NullMarked;
