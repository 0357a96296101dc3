/** One training run, from a data set to a bundle. */
@NullMarked
package io.millrace.trainer.run;

import org.jspecify.annotations.NullMarked;
