/** The whole system in one process, from a data set to measured answers. */
@NullMarked
package io.millrace.standalone.demo;

import org.jspecify.annotations.NullMarked;
