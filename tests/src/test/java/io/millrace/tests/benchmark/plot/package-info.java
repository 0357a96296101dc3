/** Drawings of what benchmarks found. */
@NullMarked
package io.millrace.tests.benchmark.plot;

import org.jspecify.annotations.NullMarked;
