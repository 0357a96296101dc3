/** Searching settings: studies, their trials, and which of them go on. */
@NullMarked
package io.millrace.trainer.study;

import org.jspecify.annotations.NullMarked;
