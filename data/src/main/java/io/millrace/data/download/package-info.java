/** Releases by name, their published checksums, and the cache they are downloaded into. */
@NullMarked
package io.millrace.data.download;

import org.jspecify.annotations.NullMarked;
