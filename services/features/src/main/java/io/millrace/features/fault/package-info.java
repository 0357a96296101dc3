/** What happens to a record that a stream cannot read, process or write: these places, no other. */
@NullMarked
package io.millrace.features.fault;

import org.jspecify.annotations.NullMarked;
