package io.millrace.recommend.person;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.recommend.http.RequestFault;
import java.util.stream.Stream;

/** Where everything that is held of a person can be read. Thread-safe. */
@FunctionalInterface
public interface PersonRecords {
  /**
   * All records of a person, and between them how far the search has come, as {@link PersonLine}
   * has them; read as they are asked for, in one thread, and to be closed.
   *
   * @param userId a valid id; nothing need be known of it
   * @throws RequestFault if the records cannot be reached, now or while they are read
   */
  Stream<ObjectNode> of(String userId);
}
