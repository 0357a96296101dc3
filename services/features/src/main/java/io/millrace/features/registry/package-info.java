/** Ratings of producers that keep their schemas in a registry. */
@NullMarked
package io.millrace.features.registry;

import org.jspecify.annotations.NullMarked;
