@NullMarked
package io.millrace.trainer.protocol.judge;

import org.jspecify.annotations.NullMarked;
