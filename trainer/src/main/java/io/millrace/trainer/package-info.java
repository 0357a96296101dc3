/** Trains, judges and publishes generations of the retrieval and the ranking model. */
@NullMarked
package io.millrace.trainer;

import org.jspecify.annotations.NullMarked;
