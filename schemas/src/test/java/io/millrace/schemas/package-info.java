/** The contracts: codecs, keys, ids, topics, and that earlier versions can still be read. */
@NullMarked
package io.millrace.schemas;

import org.jspecify.annotations.NullMarked;
