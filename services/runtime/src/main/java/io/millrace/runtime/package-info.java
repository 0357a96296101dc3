/** What every process of the house has: faults that are the user's to mend. */
@NullMarked
package io.millrace.runtime;

import org.jspecify.annotations.NullMarked;
