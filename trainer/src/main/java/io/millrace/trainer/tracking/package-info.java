/** What a run leaves behind for people: log, metrics, TensorBoard events, provenance. */
@NullMarked
package io.millrace.trainer.tracking;

import org.jspecify.annotations.NullMarked;
