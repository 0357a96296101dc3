/** Telling an MLflow server of trainings; the only place that knows its client. */
@NullMarked
package io.millrace.trainer.mlflow;

import org.jspecify.annotations.NullMarked;
