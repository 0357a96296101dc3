package io.millrace.tests.fault.schedule;

import io.millrace.tests.fault.cluster.Cluster;
import io.millrace.tests.fault.load.Load;
import io.millrace.tests.fault.oracle.Expectation;

/**
 * Where faults strike.
 *
 * @param cluster the processes
 * @param load what sends to it
 * @param models what the trainer makes
 * @param expectation told of what a fault sends
 */
public record Arena(Cluster cluster, Load load, Models models, Expectation expectation) {}
