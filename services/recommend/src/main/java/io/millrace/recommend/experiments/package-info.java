/** Experiments: defined over REST, followed from their topic, read with what was counted. */
@NullMarked
package io.millrace.recommend.experiments;

import org.jspecify.annotations.NullMarked;
