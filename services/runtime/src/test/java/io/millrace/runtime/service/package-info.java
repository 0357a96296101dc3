@NullMarked
package io.millrace.runtime.service;

import org.jspecify.annotations.NullMarked;
