/** Puts a generation on the topics, manifest last, and retires old ones. */
@NullMarked
package io.millrace.trainer.publication;

import org.jspecify.annotations.NullMarked;
