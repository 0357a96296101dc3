/**
 * What is judged: the system, whole or varied, and known recommenders, each behind the same seam. A
 * {@link io.millrace.trainer.protocol.contender.Contender} ranks items, a {@link
 * io.millrace.trainer.protocol.contender.Rater} forecasts ratings; {@link
 * io.millrace.trainer.protocol.contender.Contenders} makes them by what the user named.
 */
@NullMarked
package io.millrace.trainer.protocol.contender;

import org.jspecify.annotations.NullMarked;
