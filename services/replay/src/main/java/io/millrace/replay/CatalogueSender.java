package io.millrace.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.data.Dataset;
import io.millrace.schemas.Item;
import io.millrace.schemas.Reject;
import io.millrace.schemas.Topic;
import io.millrace.schemas.Topics;
import io.millrace.schemas.User;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * Sends items and users, all with record timestamp 0: a stream task takes the lowest time first, so
 * the whole catalogue is known before the first rating. Lines that could not be parsed go to the
 * rejects; once more where a kill made the catalogue be sent again. One thread.
 */
final class CatalogueSender {
  private final Producer<byte[], byte[]> producer;

  CatalogueSender(Producer<byte[], byte[]> producer) {
    this.producer = producer;
  }

  /**
   * What was sent.
   *
   * @param items of these
   * @param users of these
   */
  record Sent(long items, long users) {}

  /** Sends everything and waits until the broker has it. */
  Sent send(Dataset dataset) {
    Acknowledgements acknowledgements = new Acknowledgements(0);
    long items;
    long users;
    List<Reject> rejects = new ArrayList<>();
    try (Stream<Item> all = dataset.items(line -> rejects.add(LineReject.of(Topics.ITEMS, line)))) {
      items = send(Topics.ITEMS, all, Item::getItemId, acknowledgements);
    }
    try (Stream<User> all = dataset.users(line -> rejects.add(LineReject.of(Topics.USERS, line)))) {
      users = send(Topics.USERS, all, User::getUserId, acknowledgements);
    }
    send(Topics.REJECTS, rejects.stream(), LineReject::key, acknowledgements);
    producer.flush();
    acknowledgements.check();
    return new Sent(items, users);
  }

  private <T extends SpecificRecordBase> long send(
      Topic<T> topic, Stream<T> records, Function<T, String> key, Acknowledgements callback) {
    long count = 0;
    for (Iterator<T> all = records.iterator(); all.hasNext(); count++) {
      T one = all.next();
      byte[] value = topic.codec().encode(one);
      byte[] id = key.apply(one).getBytes(UTF_8);
      Future<RecordMetadata> _ =
          producer.send(new ProducerRecord<>(topic.name(), null, 0L, id, value), callback);
      callback.check();
    }
    return count;
  }
}
