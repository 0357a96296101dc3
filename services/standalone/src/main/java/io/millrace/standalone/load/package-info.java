/** Load on a running service, open loop, from a process of its own. */
@NullMarked
package io.millrace.standalone.load;

import org.jspecify.annotations.NullMarked;
