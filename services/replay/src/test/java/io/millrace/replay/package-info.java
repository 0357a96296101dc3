@NullMarked
package io.millrace.replay;

import org.jspecify.annotations.NullMarked;
