@NullMarked
package io.millrace.data.download;

import org.jspecify.annotations.NullMarked;
