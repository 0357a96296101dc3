@NullMarked
package io.millrace.features.erasure;

import org.jspecify.annotations.NullMarked;
