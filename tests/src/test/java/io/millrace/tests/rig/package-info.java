/**
 * What the tests across modules stand on: a broker, services as processes, topics read to their
 * end, HTTP calls.
 */
@NullMarked
package io.millrace.tests.rig;

import org.jspecify.annotations.NullMarked;
