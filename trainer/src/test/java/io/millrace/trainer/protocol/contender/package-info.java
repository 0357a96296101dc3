@NullMarked
package io.millrace.trainer.protocol.contender;

import org.jspecify.annotations.NullMarked;
