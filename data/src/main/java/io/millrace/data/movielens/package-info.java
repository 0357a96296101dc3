/**
 * Readers for GroupLens' MovieLens releases: 100K, 1M (and 10M, which has its format) and the CSV
 * ones, from a directory or straight from the zip. Nothing is ever extracted, so an archive cannot
 * write anywhere.
 */
@NullMarked
package io.millrace.data.movielens;

import org.jspecify.annotations.NullMarked;
