/** Layers of the networks, inference only, on the Vector API. */
@NullMarked
package io.millrace.model.network;

import org.jspecify.annotations.NullMarked;
