/** Recommendation lists: asked of the serving generation, given titles, answered over REST. */
@NullMarked
package io.millrace.recommend.answer;

import org.jspecify.annotations.NullMarked;
