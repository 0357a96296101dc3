/** How many stars a user would give an item: Bayesian factors of both. */
@NullMarked
package io.millrace.model.rating;

import org.jspecify.annotations.NullMarked;
