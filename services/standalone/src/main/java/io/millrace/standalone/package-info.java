/** The command line, and the whole system in one process. */
@NullMarked
package io.millrace.standalone;

import org.jspecify.annotations.NullMarked;
