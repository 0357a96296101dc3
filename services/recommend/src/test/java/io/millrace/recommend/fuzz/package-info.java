/** What the service is sent from outside, with what nobody would send. */
@NullMarked
package io.millrace.recommend.fuzz;

import org.jspecify.annotations.NullMarked;
