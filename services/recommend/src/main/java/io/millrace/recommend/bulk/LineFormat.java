package io.millrace.recommend.bulk;

import io.millrace.recommend.http.Faults;
import io.millrace.recommend.http.Fields;
import java.util.concurrent.CompletionStage;

/**
 * What a line is read as, and where that goes. Thread-safe.
 *
 * @param <T> what a line holds
 */
public interface LineFormat<T> {
  /**
   * Reads a line, noting what is wrong with it.
   *
   * @param fields the line's object
   * @throws io.millrace.recommend.http.RequestFault to end the import, not the line
   */
  T read(Fields fields, Faults faults);

  /**
   * Writes what was read, after all that was written before.
   *
   * @param wait whether to wait until the live state has it
   * @return fails with a {@link io.millrace.recommend.http.RequestFault} if it cannot be written
   */
  CompletionStage<LineOutcome> write(T value, boolean wait);
}
