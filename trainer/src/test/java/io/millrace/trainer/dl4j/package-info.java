@NullMarked
package io.millrace.trainer.dl4j;

import org.jspecify.annotations.NullMarked;
