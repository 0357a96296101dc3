/** Known recommenders without a network, for the system to be held against. */
@NullMarked
package io.millrace.trainer.baseline;

import org.jspecify.annotations.NullMarked;
