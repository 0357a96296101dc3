@NullMarked
package io.millrace.trainer.protocol.report;

import org.jspecify.annotations.NullMarked;
