package io.millrace.features.item;

import static java.util.Objects.requireNonNull;

import io.millrace.features.FeatureMetrics;
import io.millrace.features.catalogue.Catalogue;
import io.millrace.features.catalogue.CatalogueProcessor;
import io.millrace.features.store.CommitForwarder;
import io.millrace.features.store.WriteBehindStore;
import io.millrace.features.user.ItemWorkPlan;
import io.millrace.model.feature.ItemStateMachine;
import io.millrace.model.feature.TransitionCounts;
import io.millrace.model.feature.TransitionSettings;
import io.millrace.schemas.CountedRating;
import io.millrace.schemas.Item;
import io.millrace.schemas.ItemAggregates;
import io.millrace.schemas.ItemFeatures;
import io.millrace.schemas.ItemWork;
import io.millrace.schemas.Keys;
import io.millrace.schemas.Predecessor;
import io.millrace.schemas.Topics;
import java.nio.ByteBuffer;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * The items' side: reads the item's state before, updates it, writes the training example at once;
 * {@code item-features.v1} and {@code item-transitions.v1} are written when the stores are, once
 * per commit and changed item.
 */
public final class ItemProcessor implements Processor<String, byte[], String, byte[]> {
  /** Name of the store of {@link ItemFeatures} by item id. */
  public static final String ITEMS = "items";

  /** Name of the store of transitions by the item that comes first. */
  public static final String TRANSITIONS = "transitions";

  private final Settings settings;
  private final FeatureMetrics metrics;
  private @Nullable Task task;

  /**
   * What every task shares.
   *
   * @param transitions how transitions are counted
   * @param catalogue makes a view of the catalogue
   * @param children the nodes that the outputs go to
   */
  public record Settings(
      TransitionSettings transitions, Catalogue.View catalogue, Children children) {}

  /**
   * The names of the nodes that the outputs go to.
   *
   * @param itemFeatures states
   * @param itemTransitions what follows an item
   * @param examples training examples
   */
  public record Children(String itemFeatures, String itemTransitions, String examples) {}

  private record Task(
      ProcessorContext<String, byte[]> context,
      WriteBehindStore<ItemFeatures> items,
      WriteBehindStore<TransitionCounts> transitions,
      Catalogue catalogue) {}

  /** One for each task. */
  public ItemProcessor(Settings settings, FeatureMetrics metrics) {
    this.settings = settings;
    this.metrics = metrics;
  }

  @Override
  public void init(ProcessorContext<String, byte[]> context) {
    Task here =
        new Task(
            context,
            context.getStateStore(ITEMS),
            context.getStateStore(TRANSITIONS),
            settings.catalogue().of(context.getStateStore(CatalogueProcessor.STORE)));
    CommitForwarder<String, byte[]> forwarder = new CommitForwarder<>(context);
    here.items.onWrite((itemId, state) -> publish(forwarder, itemId, state));
    here.transitions.onWrite((itemId, counts) -> publish(forwarder, itemId, counts));
    this.task = here;
  }

  private void publish(
      CommitForwarder<String, byte[]> forwarder, String itemId, @Nullable ItemFeatures state) {
    if (state != null) {
      long timestamp = publishable(state.getAggregates().getNewestEventTime());
      byte[] bytes = Topics.ITEM_FEATURES.codec().encode(state);
      forwarder.forward(new Record<>(itemId, bytes, timestamp), settings.children().itemFeatures());
    }
  }

  private void publish(
      CommitForwarder<String, byte[]> forwarder, String itemId, @Nullable TransitionCounts counts) {
    if (counts != null) {
      byte[] bytes = Topics.ITEM_TRANSITIONS.codec().encode(counts.published());
      forwarder.forward(
          new Record<>(itemId, bytes, publishable(counts.asOf())),
          settings.children().itemTransitions());
    }
  }

  private long publishable(long eventTime) {
    return Math.min(eventTime, requireNonNull(task).context.currentSystemTimeMs());
  }

  @Override
  public void process(Record<String, byte[]> record) {
    metrics.itemWork();
    Task here = requireNonNull(task);
    ItemWork work = ItemWorkPlan.CODEC.decode(record.value());
    ByteBuffer user = work.getUser();
    if (work.getWithdrawn()) {
      withdraw(here, work, record.timestamp());
    } else if (user != null) {
      rate(here, work, user, record.timestamp());
    }
    for (Predecessor predecessor : work.getPredecessors()) {
      follow(here, predecessor, work);
    }
  }

  private void rate(Task here, ItemWork work, ByteBuffer user, long timestamp) {
    String itemId = work.getItemId();
    ItemFeatures before = here.items.get(itemId);
    byte[] example = example(work, user, ItemStateMachine.aggregates(before));
    Item item = here.catalogue.item(itemId);
    CountedRating replaced = work.getReplaced();
    ItemFeatures cleared =
        replaced == null
            ? before
            : ItemStateMachine.withdraw(
                before, replaced.getHalfStars(), replaced.getTimestamp(), item);
    here.items.put(
        itemId,
        ItemStateMachine.rate(cleared, itemId, work.getHalfStars(), work.getTimestamp(), item));
    send(here, work, example, timestamp);
  }

  /** A {@code TrainingExample} whose user part is spliced in as it came. */
  private static byte[] example(ItemWork work, ByteBuffer user, ItemAggregates before) {
    return Topics.TRAINING_EXAMPLES
        .codec()
        .encode(
            out -> {
              out.writeString(work.getUserId());
              out.writeString(work.getItemId());
              out.writeInt(work.getHalfStars());
              out.writeLong(work.getTimestamp());
              out.writeInt(work.getPartition());
              out.writeLong(work.getOffset());
              out.writeFixed(user);
              before.customEncode(out);
            });
  }

  private void withdraw(Task here, ItemWork work, long timestamp) {
    String itemId = work.getItemId();
    ItemFeatures after =
        ItemStateMachine.withdraw(
            here.items.get(itemId),
            work.getHalfStars(),
            work.getTimestamp(),
            here.catalogue.item(itemId));
    if (after != null) {
      here.items.put(itemId, after);
    }
    send(here, work, null, timestamp);
  }

  private void follow(Task here, Predecessor predecessor, ItemWork work) {
    String itemId = predecessor.getItemId();
    TransitionCounts counts = here.transitions.get(itemId);
    if (counts == null) {
      counts = TransitionCounts.empty(settings.transitions(), itemId);
    }
    counts.add(work.getItemId(), predecessor.getLag(), work.getTimestamp());
    here.transitions.put(itemId, counts);
  }

  private void send(Task here, ItemWork work, byte @Nullable [] value, long timestamp) {
    String key = Keys.userItem(work.getUserId(), work.getItemId());
    here.context.forward(record(key, value, timestamp), settings.children().examples());
  }

  @SuppressWarnings("NullAway") // a tombstone: Kafka Streams does not say that values may be null
  private static Record<String, byte[]> record(
      String key, byte @Nullable [] value, long timestamp) {
    return new Record<>(key, value, timestamp);
  }
}
