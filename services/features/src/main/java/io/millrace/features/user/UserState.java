package io.millrace.features.user;

import io.millrace.features.store.ValueForm;
import io.millrace.schemas.AvroCodec;
import io.millrace.schemas.RatedItem;
import io.millrace.schemas.Topics;
import io.millrace.schemas.UserAggregates;
import io.millrace.schemas.UserFeatures;
import java.io.IOException;
import java.util.List;
import org.apache.avro.io.Encoder;

/**
 * A user's state as it is held in memory: the record, and its encoded forms. The aggregates are
 * encoded once and go into three records: the state, and (they are the aggregates before the next
 * event) the next event's item work and training example.
 *
 * @param features the state
 * @param aggregates its aggregates, encoded; not to be changed
 * @param encoded the record of {@code user-features.v1}; not to be changed
 */
@SuppressWarnings("ArrayRecordComponent")
public record UserState(UserFeatures features, byte[] aggregates, byte[] encoded) {
  private static final AvroCodec<UserAggregates> AGGREGATES = AvroCodec.of(UserAggregates.class);

  /** Encodes a state. */
  public static UserState of(UserFeatures features) {
    byte[] aggregates = encoded(features.getAggregates());
    byte[] encoded = Topics.USER_FEATURES.codec().encode(out -> write(features, aggregates, out));
    return new UserState(features, aggregates, encoded);
  }

  /** How the store keeps it: as it is on {@code user-features.v1}. */
  public static ValueForm<UserState> form() {
    return new ValueForm<>() {
      @Override
      public byte[] encode(UserState state) {
        return state.encoded();
      }

      @Override
      public UserState decode(byte[] bytes) {
        return of(Topics.USER_FEATURES.codec().decode(bytes));
      }
    };
  }

  /** The aggregates as they are spliced into other records. */
  static byte[] encoded(UserAggregates aggregates) {
    return AGGREGATES.body(aggregates);
  }

  private static void write(UserFeatures features, byte[] aggregates, Encoder out)
      throws IOException {
    out.writeString(features.getUserId());
    out.writeFixed(aggregates);
    write(features.getRecent(), out);
    out.writeInt(features.getPartition());
    out.writeLong(features.getOffset());
  }

  private static void write(List<RatedItem> recent, Encoder out) throws IOException {
    out.writeArrayStart();
    out.setItemCount(recent.size());
    for (RatedItem rated : recent) {
      out.startItem();
      rated.customEncode(out);
    }
    out.writeArrayEnd();
  }
}
