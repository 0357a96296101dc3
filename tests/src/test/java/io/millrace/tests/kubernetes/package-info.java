/** The Helm chart, linted, rendered and read as Kubernetes would. */
@NullMarked
package io.millrace.tests.kubernetes;

import org.jspecify.annotations.NullMarked;
