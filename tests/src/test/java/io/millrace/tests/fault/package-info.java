/** What the system is like after a kill -9, and after thirty years. */
@NullMarked
package io.millrace.tests.fault;

import org.jspecify.annotations.NullMarked;
