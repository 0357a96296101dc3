/** Erases people from the topics that nothing compacts, by writing their partitions anew. */
@NullMarked
package io.millrace.features.erasure;

import org.jspecify.annotations.NullMarked;
