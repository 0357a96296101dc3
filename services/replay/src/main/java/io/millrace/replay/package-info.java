/**
 * Plays a data set into the topics: the catalogue first, then the ratings in order of time, at any
 * speed, resumed after a kill without duplicates or gaps.
 */
@NullMarked
package io.millrace.replay;

import org.jspecify.annotations.NullMarked;
