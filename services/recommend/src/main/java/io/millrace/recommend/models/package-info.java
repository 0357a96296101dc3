/** Generations over REST: what there is, and the request to train. */
@NullMarked
package io.millrace.recommend.models;

import org.jspecify.annotations.NullMarked;
