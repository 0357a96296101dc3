/**
 * What an application needs to ask the service and to tell it what its users do. Knows nothing of
 * the rest of the system but its HTTP API.
 */
@NullMarked
package io.millrace.client;

import org.jspecify.annotations.NullMarked;
