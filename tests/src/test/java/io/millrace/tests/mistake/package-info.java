/** Mistakes users make at the command line, and what they are told. */
@NullMarked
package io.millrace.tests.mistake;

import org.jspecify.annotations.NullMarked;
