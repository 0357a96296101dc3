/** Clients that ask all the while. */
@NullMarked
package io.millrace.tests.fault.answers;

import org.jspecify.annotations.NullMarked;
