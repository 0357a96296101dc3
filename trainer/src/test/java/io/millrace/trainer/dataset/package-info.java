@NullMarked
package io.millrace.trainer.dataset;

import org.jspecify.annotations.NullMarked;
