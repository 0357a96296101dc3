/** The write-behind store against a store in memory. */
@NullMarked
package io.millrace.features.store;

import org.jspecify.annotations.NullMarked;
