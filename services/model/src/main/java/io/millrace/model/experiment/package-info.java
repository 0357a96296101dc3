/** Experiments: who is in which arm, and what the counts tell. Pure. */
@NullMarked
package io.millrace.model.experiment;

import org.jspecify.annotations.NullMarked;
