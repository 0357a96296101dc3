/** The whole system over a real broker, from a rating on a topic to an answer over HTTP. */
@NullMarked
package io.millrace.tests.endtoend;

import org.jspecify.annotations.NullMarked;
