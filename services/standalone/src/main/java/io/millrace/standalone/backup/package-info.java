/** Dumps of a system into files, and what is made of them again. */
@NullMarked
package io.millrace.standalone.backup;

import org.jspecify.annotations.NullMarked;
