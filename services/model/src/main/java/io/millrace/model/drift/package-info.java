/** Whether what comes in, or goes out, is still distributed as it was. */
@NullMarked
package io.millrace.model.drift;

import org.jspecify.annotations.NullMarked;
