@NullMarked
package io.millrace.trainer.learner;

import org.jspecify.annotations.NullMarked;
