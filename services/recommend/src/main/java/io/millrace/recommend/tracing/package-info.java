/** Where traces enter and leave the serving replica. */
@NullMarked
package io.millrace.recommend.tracing;

import org.jspecify.annotations.NullMarked;
