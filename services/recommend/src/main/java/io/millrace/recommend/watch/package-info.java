/** Whether answers are still as good as they should be: the index's recall, and drift. */
@NullMarked
package io.millrace.recommend.watch;

import org.jspecify.annotations.NullMarked;
