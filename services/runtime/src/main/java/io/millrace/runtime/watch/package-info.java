/** Files that are read again when they change, so that keys and certificates need no restart. */
@NullMarked
package io.millrace.runtime.watch;

import org.jspecify.annotations.NullMarked;
