/** The WebSocket: lists pushed when the user or the model changes. */
@NullMarked
package io.millrace.recommend.stream;

import org.jspecify.annotations.NullMarked;
