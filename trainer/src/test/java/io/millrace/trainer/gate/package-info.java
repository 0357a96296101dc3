@NullMarked
package io.millrace.trainer.gate;

import org.jspecify.annotations.NullMarked;
