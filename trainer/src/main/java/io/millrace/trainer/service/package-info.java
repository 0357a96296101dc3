/** The trainer as a service on the topics. */
@NullMarked
package io.millrace.trainer.service;

import org.jspecify.annotations.NullMarked;
