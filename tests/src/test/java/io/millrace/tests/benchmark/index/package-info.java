/**
 * The item index at scale: recall, speed, build time and memory beside Lucene's HNSW and exact
 * search.
 */
@NullMarked
package io.millrace.tests.benchmark.index;

import org.jspecify.annotations.NullMarked;
