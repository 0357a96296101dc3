/** Every input that comes from outside, with what nobody would send. */
@NullMarked
package io.millrace.tests.fuzz;

import org.jspecify.annotations.NullMarked;
