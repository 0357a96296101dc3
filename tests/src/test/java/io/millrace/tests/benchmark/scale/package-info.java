/** What users, items and events cost of memory, disk and processor time. */
@NullMarked
package io.millrace.tests.benchmark.scale;

import org.jspecify.annotations.NullMarked;
