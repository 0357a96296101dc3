@NullMarked
package io.millrace.standalone.check;

import org.jspecify.annotations.NullMarked;
