@NullMarked
package io.millrace.trainer.offline;

import org.jspecify.annotations.NullMarked;
