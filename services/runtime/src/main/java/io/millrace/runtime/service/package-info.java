/** Services: life cycle, health and metrics. */
@NullMarked
package io.millrace.runtime.service;

import org.jspecify.annotations.NullMarked;
