@NullMarked
package io.millrace.standalone.broker;

import org.jspecify.annotations.NullMarked;
