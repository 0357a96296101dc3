@NullMarked
package io.millrace.trainer.tracking;

import org.jspecify.annotations.NullMarked;
