/** What is sent while faults strike: seeded events, records that are to be refused, a pulse. */
@NullMarked
package io.millrace.tests.fault.load;

import org.jspecify.annotations.NullMarked;
