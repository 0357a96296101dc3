/** The page in a real browser, on a real service. */
@NullMarked
package io.millrace.tests.browser;

import org.jspecify.annotations.NullMarked;
