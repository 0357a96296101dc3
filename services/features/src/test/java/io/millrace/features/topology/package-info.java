@NullMarked
package io.millrace.features.topology;

import org.jspecify.annotations.NullMarked;
