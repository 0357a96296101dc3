/** Filters over catalogue items: a small language, its parser, and whether an item matches. */
@NullMarked
package io.millrace.model.filter;

import org.jspecify.annotations.NullMarked;
