@NullMarked
package io.millrace.trainer.protocol.data;

import org.jspecify.annotations.NullMarked;
