/**
 * The protocols by which recommendations are judged ({@code millrace evaluate}): the data, the
 * recommenders under judgement, and what is reported.
 */
@NullMarked
package io.millrace.trainer.protocol;

import org.jspecify.annotations.NullMarked;
