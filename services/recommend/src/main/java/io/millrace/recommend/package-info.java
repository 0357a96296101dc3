/** Vert.x around retrieval and ranking: the service and its configuration. */
@NullMarked
package io.millrace.recommend;

import org.jspecify.annotations.NullMarked;
