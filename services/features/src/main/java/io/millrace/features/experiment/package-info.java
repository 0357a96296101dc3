/** Counts what comes of experiments: lists shown, clicks on them, ratings after them. */
@NullMarked
package io.millrace.features.experiment;

import org.jspecify.annotations.NullMarked;
