@NullMarked
package io.millrace.trainer.study;

import org.jspecify.annotations.NullMarked;
