/** What a run leaves behind for people, and reading it again: log, metrics, plots, provenance. */
@NullMarked
package io.millrace.trainer.tracking;

import org.jspecify.annotations.NullMarked;
