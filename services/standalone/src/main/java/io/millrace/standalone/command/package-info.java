/** The commands of the launcher, one class each. */
@NullMarked
package io.millrace.standalone.command;

import org.jspecify.annotations.NullMarked;
