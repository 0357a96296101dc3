/** Configuration: one documented file of defaults, bound to records, all problems at once. */
@NullMarked
package io.millrace.runtime.config;

import org.jspecify.annotations.NullMarked;
