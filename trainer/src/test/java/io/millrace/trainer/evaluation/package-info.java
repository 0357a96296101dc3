@NullMarked
package io.millrace.trainer.evaluation;

import org.jspecify.annotations.NullMarked;
