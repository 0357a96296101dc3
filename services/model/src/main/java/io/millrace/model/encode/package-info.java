/** Turns feature states into the numbers that towers and ranker read. */
@NullMarked
package io.millrace.model.encode;

import org.jspecify.annotations.NullMarked;
