/** Reactions to what was shown, out. */
@NullMarked
package io.millrace.recommend.feedback;

import org.jspecify.annotations.NullMarked;
