/** From a ranking to a list: boosts, pins, caps, diversity and exploration. Pure. */
@NullMarked
package io.millrace.model.reranking;

import org.jspecify.annotations.NullMarked;
