/** Dumps as files. */
@NullMarked
package io.millrace.standalone.backup;

import org.jspecify.annotations.NullMarked;
