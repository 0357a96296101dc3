@NullMarked
package io.millrace.trainer.protocol;

import org.jspecify.annotations.NullMarked;
