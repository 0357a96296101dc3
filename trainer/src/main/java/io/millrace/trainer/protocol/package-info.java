/**
 * The protocols by which recommendations are judged ({@code millrace evaluate}). What is asked for
 * ({@link io.millrace.trainer.protocol.EvaluationOptions}) is run by {@link
 * io.millrace.trainer.protocol.ProtocolRun}, through the packages below in this order, each of
 * which knows those before it alone:
 *
 * <ol>
 *   <li>{@link io.millrace.trainer.protocol.data}: what is judged on is read, and cut;
 *   <li>{@link io.millrace.trainer.protocol.contender}: what is judged learns from the part before
 *       the cut, and ranks or forecasts;
 *   <li>{@link io.millrace.trainer.protocol.judge}: a judge of each protocol asks, and counts;
 *   <li>{@link io.millrace.trainer.protocol.report}: what was found comes out.
 * </ol>
 */
@NullMarked
package io.millrace.trainer.protocol;

import org.jspecify.annotations.NullMarked;
