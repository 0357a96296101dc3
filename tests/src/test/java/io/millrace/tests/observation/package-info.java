/** Whether operators can see the system: metrics, alerts, dashboards, runbooks. */
@NullMarked
package io.millrace.tests.observation;

import org.jspecify.annotations.NullMarked;
