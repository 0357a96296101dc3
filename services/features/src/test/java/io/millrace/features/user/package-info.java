@NullMarked
package io.millrace.features.user;

import org.jspecify.annotations.NullMarked;
