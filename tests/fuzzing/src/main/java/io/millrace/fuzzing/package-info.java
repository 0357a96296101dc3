/**
 * Fuzzing: a {@link io.millrace.fuzzing.FuzzTarget} takes bytes from outside, an {@link
 * io.millrace.fuzzing.Engine} makes them up, an {@link io.millrace.fuzzing.Examiner} judges what
 * comes of it. Knows nothing of what is fuzzed.
 */
@NullMarked
package io.millrace.fuzzing;

import org.jspecify.annotations.NullMarked;
