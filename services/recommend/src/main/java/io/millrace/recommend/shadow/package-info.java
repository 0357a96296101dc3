/** A generation that answers the same requests, unseen: what it would have shown, and how fast. */
@NullMarked
package io.millrace.recommend.shadow;

import org.jspecify.annotations.NullMarked;
