/** What a person sees while something works: bars on a terminal, lines elsewhere. */
@NullMarked
package io.millrace.standalone.console;

import org.jspecify.annotations.NullMarked;
