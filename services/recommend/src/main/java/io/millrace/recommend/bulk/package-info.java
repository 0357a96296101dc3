/**
 * Imports: bodies of one JSON object a line, of any length, taken line by line in bounded memory.
 */
@NullMarked
package io.millrace.recommend.bulk;

import org.jspecify.annotations.NullMarked;
