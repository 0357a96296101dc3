/** What goes wrong, and when: drawn from a seed. */
@NullMarked
package io.millrace.tests.fault.schedule;

import org.jspecify.annotations.NullMarked;
