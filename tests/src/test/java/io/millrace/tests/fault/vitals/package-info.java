/** What the processes of a cluster take of the machine, and whether it grows. */
@NullMarked
package io.millrace.tests.fault.vitals;

import org.jspecify.annotations.NullMarked;
