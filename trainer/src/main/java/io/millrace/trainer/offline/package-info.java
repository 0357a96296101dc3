/** Training without a broker: from a data set to a directory. */
@NullMarked
package io.millrace.trainer.offline;

import org.jspecify.annotations.NullMarked;
