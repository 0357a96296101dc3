/**
 * Which encoder reads a user's events in order best: the same next-item task, loss and budget for
 * each kind, judged before P1's cut ({@code millrace bench encoders}). What computes is handed in.
 */
@NullMarked
package io.millrace.tests.benchmark.encoder;

import org.jspecify.annotations.NullMarked;
