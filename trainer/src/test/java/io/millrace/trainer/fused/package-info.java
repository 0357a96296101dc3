@NullMarked
package io.millrace.trainer.fused;

import org.jspecify.annotations.NullMarked;
