/**
 * What is judged on: the valid ratings of a data set among the users and items of a universe, such
 * as a k-core, and where they are cut in what is learned from and what is asked.
 */
@NullMarked
package io.millrace.trainer.protocol.data;

import org.jspecify.annotations.NullMarked;
