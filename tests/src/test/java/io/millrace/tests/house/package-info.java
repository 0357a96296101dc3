/**
 * The house rules that no compiler holds: who may depend on whom, how sources look, what the
 * repository may contain.
 */
@NullMarked
package io.millrace.tests.house;

import org.jspecify.annotations.NullMarked;
