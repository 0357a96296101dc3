/** Certificates of servers, from files, renewed without a restart. */
@NullMarked
package io.millrace.runtime.tls;

import org.jspecify.annotations.NullMarked;
