/** Impressions and reactions out. */
@NullMarked
package io.millrace.recommend.feedback;

import org.jspecify.annotations.NullMarked;
