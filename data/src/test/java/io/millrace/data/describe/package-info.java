@NullMarked
package io.millrace.data.describe;

import org.jspecify.annotations.NullMarked;
