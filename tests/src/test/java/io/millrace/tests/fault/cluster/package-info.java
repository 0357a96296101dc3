/** A whole system of processes: three brokers, two of each service, one trainer. */
@NullMarked
package io.millrace.tests.fault.cluster;

import org.jspecify.annotations.NullMarked;
