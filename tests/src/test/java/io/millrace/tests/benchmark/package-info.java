/**
 * What a query and an event cost, measured with JMH ({@code mvn -q -pl tests -Pbench test-compile
 * exec:exec}), and what the whole feature topology carries.
 */
@NullMarked
package io.millrace.tests.benchmark;

import org.jspecify.annotations.NullMarked;
