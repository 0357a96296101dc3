@NullMarked
package io.millrace.data.sample;

import org.jspecify.annotations.NullMarked;
