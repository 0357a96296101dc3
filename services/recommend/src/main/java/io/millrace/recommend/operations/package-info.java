/** What an operator wants to see of the running system. */
@NullMarked
package io.millrace.recommend.operations;

import org.jspecify.annotations.NullMarked;
