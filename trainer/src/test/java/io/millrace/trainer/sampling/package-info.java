@NullMarked
package io.millrace.trainer.sampling;

import org.jspecify.annotations.NullMarked;
