package io.millrace.tests.fuzz;

import io.millrace.fuzzing.FuzzTarget;
import io.millrace.schemas.AvroCodec;
import io.millrace.schemas.Topic;
import io.millrace.schemas.Topics;
import io.millrace.schemas.UndecodableException;
import io.millrace.tests.golden.FilledRecord;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecordBase;

/**
 * Values of all topics. An input begins with the topic's number and goes on with the value, marker
 * and fingerprint first. What is taken can be written again.
 */
public final class AvroTarget implements FuzzTarget {
  private static final List<Topic<?>> TOPICS = Topics.all();

  @Override
  public List<byte[]> seeds() {
    return IntStream.range(0, TOPICS.size()).mapToObj(AvroTarget::seed).toList();
  }

  private static byte[] seed(int number) {
    byte[] value = encoded(TOPICS.get(number));
    byte[] seed = new byte[1 + value.length];
    seed[0] = (byte) number;
    System.arraycopy(value, 0, seed, 1, value.length);
    return seed;
  }

  @SuppressWarnings("unchecked") // the record is of the topic's schema
  private static <T extends SpecificRecordBase> byte[] encoded(Topic<T> topic) {
    return topic.codec().encode((T) FilledRecord.of(topic));
  }

  @Override
  public boolean take(byte[] input) {
    int number = input.length == 0 ? 0 : Byte.toUnsignedInt(input[0]) % TOPICS.size();
    byte[] value = Arrays.copyOfRange(input, Math.min(1, input.length), input.length);
    return takes(TOPICS.get(number).codec(), value);
  }

  private static <T extends SpecificRecordBase> boolean takes(AvroCodec<T> codec, byte[] value) {
    try {
      codec.encode(codec.decode(value));
      return true;
    } catch (UndecodableException refused) {
      return false;
    }
  }
}
