/** Whether a candidate may be published. */
@NullMarked
package io.millrace.trainer.gate;

import org.jspecify.annotations.NullMarked;
