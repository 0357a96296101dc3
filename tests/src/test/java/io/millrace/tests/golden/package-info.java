/** What releases wrote is read by every later one. */
@NullMarked
package io.millrace.tests.golden;

import org.jspecify.annotations.NullMarked;
