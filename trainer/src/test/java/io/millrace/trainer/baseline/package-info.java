@NullMarked
package io.millrace.trainer.baseline;

import org.jspecify.annotations.NullMarked;
