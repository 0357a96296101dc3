package io.millrace.features.decode;

import io.millrace.features.registry.RatingReader;
import io.millrace.features.registry.UnreadableRatingException;
import io.millrace.model.feature.EventFault;
import io.millrace.model.feature.EventValidation;
import io.millrace.model.feature.FaultCode;
import io.millrace.model.feature.Rating;
import io.millrace.schemas.RatingEvent;

/** Makes ratings of the records of {@code ratings.v1}. */
final class RatingDecoder implements SourceDecoder {
  private final EventValidation validation;
  private final RatingReader reader;
  private final int partitions;

  RatingDecoder(RatingReader reader, EventValidation validation, int partitions) {
    this.reader = reader;
    this.validation = validation;
    this.partitions = partitions;
  }

  @Override
  public Decoded decode(SourceRecord record, int partition) {
    byte[] value = record.value();
    if (value == null || value.length == 0) {
      return refused(
          record, new EventFault(FaultCode.EMPTY, "value: must be a RatingEvent, was empty"));
    }
    RatingEvent event;
    try {
      event = reader.read(value);
    } catch (UnreadableRatingException e) {
      return refused(record, e.fault());
    }
    EventFault fault = validation.fault(event);
    if (fault != null) {
      return refused(record, fault);
    }
    return SourceDecoder.isHome(event.getUserId(), partition, partitions)
        ? new Decoded.Rated(Rating.of(event, record.partition(), record.offset()))
        : new Decoded.Elsewhere(
            event.getUserId(),
            record.withValue(RatingReader.inOurEncoding(value, event)).misrouted());
  }

  private static Decoded refused(SourceRecord record, EventFault fault) {
    return new Decoded.Refused(Rejects.of(record, fault));
  }
}
