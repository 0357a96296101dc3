/**
 * A trained generation as bytes: named tensors, the encoder and the facts to rebuild inference
 * from.
 */
@NullMarked
package io.millrace.model.bundle;

import org.jspecify.annotations.NullMarked;
