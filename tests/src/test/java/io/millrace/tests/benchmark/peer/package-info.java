/**
 * What Millrace is measured against, and the entry point of {@code millrace bench}. Compiled under
 * Maven's profile {@code bench} only: libtorch is no part of the product.
 */
@NullMarked
package io.millrace.tests.benchmark.peer;

import org.jspecify.annotations.NullMarked;
