@NullMarked
package io.millrace.standalone.console;

import org.jspecify.annotations.NullMarked;
