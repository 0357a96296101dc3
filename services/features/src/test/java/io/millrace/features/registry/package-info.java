/** Ratings with schema ids against a stub of a registry. */
@NullMarked
package io.millrace.features.registry;

import org.jspecify.annotations.NullMarked;
