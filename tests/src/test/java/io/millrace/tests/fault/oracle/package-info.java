/** What must be on the topics afterwards, computed from what was sent and from nothing else. */
@NullMarked
package io.millrace.tests.fault.oracle;

import org.jspecify.annotations.NullMarked;
