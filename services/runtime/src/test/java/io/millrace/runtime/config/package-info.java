@NullMarked
package io.millrace.runtime.config;

import org.jspecify.annotations.NullMarked;
