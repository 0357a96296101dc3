/** The live state: whole-state topics read into memory. */
@NullMarked
package io.millrace.recommend.state;

import org.jspecify.annotations.NullMarked;
