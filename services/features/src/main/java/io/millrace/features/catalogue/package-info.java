/** The items known, by a global table. */
@NullMarked
package io.millrace.features.catalogue;

import org.jspecify.annotations.NullMarked;
