@NullMarked
package io.millrace.trainer.run;

import org.jspecify.annotations.NullMarked;
