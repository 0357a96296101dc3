package io.millrace.features.decode;

import io.millrace.model.feature.EventFault;
import io.millrace.model.feature.FaultCode;
import io.millrace.schemas.Ids;
import io.millrace.schemas.Topics;
import io.millrace.schemas.UndecodableException;
import io.millrace.schemas.User;

/** Makes users of the records of {@code users.v1}; a tombstone erases the user of its key. */
final class UserDecoder implements SourceDecoder {
  private final int partitions;

  UserDecoder(int partitions) {
    this.partitions = partitions;
  }

  @Override
  public Decoded decode(SourceRecord record, int partition) {
    byte[] value = record.value();
    if (value == null) {
      String userId = record.keyText();
      return checked(record, partition, userId, new Decoded.Erased(userId));
    }
    try {
      User user = Topics.USERS.codec().decode(value);
      return checked(record, partition, user.getUserId(), new Decoded.Told(user));
    } catch (UndecodableException e) {
      return refused(record, FaultCode.UNDECODABLE, String.valueOf(e.getMessage()));
    }
  }

  private Decoded checked(SourceRecord record, int partition, String userId, Decoded decoded) {
    String fault = Ids.fault("userId", userId);
    if (fault != null) {
      return refused(record, FaultCode.INVALID_USER_ID, fault);
    }
    return SourceDecoder.isHome(userId, partition, partitions)
        ? decoded
        : new Decoded.Elsewhere(userId, record.misrouted());
  }

  private static Decoded refused(SourceRecord record, FaultCode code, String reason) {
    return new Decoded.Refused(Rejects.of(record, new EventFault(code, reason)));
  }
}
