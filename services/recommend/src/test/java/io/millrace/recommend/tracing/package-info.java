@NullMarked
package io.millrace.recommend.tracing;

import org.jspecify.annotations.NullMarked;
