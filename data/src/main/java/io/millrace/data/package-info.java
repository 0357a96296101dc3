/**
 * Data sets of ratings: what they are ({@link io.millrace.data.Dataset}), how to open one by name
 * or path ({@link io.millrace.data.Datasets}), and the order of time over them ({@link
 * io.millrace.data.OrderedRatings}).
 */
@NullMarked
package io.millrace.data;

import org.jspecify.annotations.NullMarked;
