@NullMarked
package io.millrace.trainer.service;

import org.jspecify.annotations.NullMarked;
