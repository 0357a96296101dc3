/** Which engine trains: chosen by configuration. */
@NullMarked
package io.millrace.trainer.engine;

import org.jspecify.annotations.NullMarked;
