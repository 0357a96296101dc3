/** Whether the service lives and is ready, and its metrics. */
@NullMarked
package io.millrace.recommend.health;

import org.jspecify.annotations.NullMarked;
