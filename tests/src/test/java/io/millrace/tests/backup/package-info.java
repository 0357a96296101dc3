/** What is dumped, and what other clusters make of it. */
@NullMarked
package io.millrace.tests.backup;

import org.jspecify.annotations.NullMarked;
