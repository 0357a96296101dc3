/**
 * What every endpoint shares: routing, JSON, validation and the one place that turns failures into
 * answers.
 */
@NullMarked
package io.millrace.recommend.http;

import org.jspecify.annotations.NullMarked;
