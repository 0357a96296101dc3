/**
 * Who may do what, in three steps: who is it ({@link io.millrace.recommend.access.KeyRing}), may
 * they ({@link io.millrace.recommend.access.Scope}), how often ({@link
 * io.millrace.recommend.access.TokenBucket}). Knows no HTTP.
 */
@NullMarked
package io.millrace.recommend.access;

import org.jspecify.annotations.NullMarked;
