/** The first step: bytes become valid ratings and users, or rejects. */
@NullMarked
package io.millrace.features.decode;

import org.jspecify.annotations.NullMarked;
