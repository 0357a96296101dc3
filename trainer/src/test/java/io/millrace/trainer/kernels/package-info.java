@NullMarked
package io.millrace.trainer.kernels;

import org.jspecify.annotations.NullMarked;
