@NullMarked
package io.millrace.trainer.mlflow;

import org.jspecify.annotations.NullMarked;
