/** What single kernels of training cost, measured with JMH: {@code millrace bench kernels}. */
@NullMarked
package io.millrace.tests.benchmark.kernel;

import org.jspecify.annotations.NullMarked;
