@NullMarked
package io.millrace.trainer.publication;

import org.jspecify.annotations.NullMarked;
