@NullMarked
package io.millrace.runtime.tracing;

import org.jspecify.annotations.NullMarked;
