package io.millrace.trainer.tracking;

import io.millrace.runtime.UserFault;

/** A run's directory cannot be written, which says nothing of what is run. */
public final class RunDirectoryFault extends UserFault {
  private static final long serialVersionUID = 1L;

  RunDirectoryFault(String message, Throwable cause) {
    super(message, cause);
  }
}
