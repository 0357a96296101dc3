/**
 * What happens to a record that the stream cannot read, process or write: three places, no other.
 */
@NullMarked
package io.millrace.features.fault;

import org.jspecify.annotations.NullMarked;
