/** Ratings in: from a request to the topic, and the wait until the live state has them. */
@NullMarked
package io.millrace.recommend.events;

import org.jspecify.annotations.NullMarked;
