package io.millrace.recommend.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Who wants to know when a user's state changes. Listeners are added by any thread and called by
 * the reader thread, after each batch; they must not block.
 *
 * <p>An event comes by two topics, the user's state and the user's item, and has happened when both
 * have it: it is told once, then. Whatever else happens to a user is told as it comes.
 */
public final class UserChanges {
  /** Ends a listening. */
  @FunctionalInterface
  public interface Listening extends AutoCloseable {
    @Override
    void close();
  }

  private final Function<String, @Nullable Position> present;
  private final Map<String, Followed> followed = new ConcurrentHashMap<>();
  private final Set<String> changed = ConcurrentHashMap.newKeySet();
  private final LastItems lastItems = new LastItems();

  /**
   * Nobody listens yet.
   *
   * @param present tells which event a user's state has come to; null where there is none
   */
  UserChanges(Function<String, @Nullable Position> present) {
    this.present = present;
  }

  /**
   * Calls the listener after each batch in which the user's state changed, with the last event that
   * has happened by then; its offset is negative where there was none.
   */
  public Listening listen(String userId, Consumer<Position> listener) {
    followed.compute(
        userId,
        (id, before) -> {
          Followed user = before == null ? followed(id) : before;
          user.listeners.add(listener);
          return user;
        });
    return () -> forget(userId, listener);
  }

  private Followed followed(String userId) {
    Position state = present.apply(userId);
    return state == null
        ? new Followed(new Position(0, -1), new Position(0, -1))
        : new Followed(state, lastItems.of(userId, state.partition()));
  }

  private void forget(String userId, Consumer<Position> listener) {
    followed.computeIfPresent(
        userId,
        (id, user) -> {
          user.listeners.remove(listener);
          return user.listeners.isEmpty() ? null : user;
        });
  }

  /** Whether anybody listens: if not, there is no need to decode. */
  boolean follows(String userId) {
    return followed.containsKey(userId);
  }

  /** The user's state has come to this position. */
  void userReached(String userId, Position position) {
    reached(userId, user -> user.userReached(position));
  }

  /** A user's item has come to this position. */
  void itemReached(String userId, Position position) {
    lastItems.reached(userId, position); // before it is looked whether anybody follows
    reached(userId, user -> user.itemReached(position));
  }

  private void reached(String userId, Predicate<Followed> step) {
    followed.computeIfPresent(
        userId,
        (id, user) -> {
          if (step.test(user)) {
            changed.add(id);
          }
          return user;
        });
  }

  /** Notes a change that is no event. */
  void changed(String userId) {
    if (follows(userId)) {
      changed.add(userId);
    }
  }

  /** Tells the listeners of users noted since the last call. */
  void tell() {
    List<String> users = List.copyOf(changed);
    users.forEach(changed::remove);
    users.forEach(this::tell);
  }

  private void tell(String userId) {
    List<Runnable> calls = new ArrayList<>();
    followed.computeIfPresent(
        userId,
        (id, user) -> {
          Position told = user.happened();
          user.listeners.forEach(listener -> calls.add(() -> listener.accept(told)));
          return user;
        });
    calls.forEach(Runnable::run);
  }

  /** A user whom somebody follows; guarded by the map that holds it. */
  private static final class Followed {
    private final List<Consumer<Position>> listeners = new ArrayList<>();
    private Position user;
    private Position item;
    private Position told;

    /**
     * The event that the state has come to was told to nobody.
     *
     * @param lastItem null where it is not known: the event's item may be there or on its way, and
     *     counts as on its way
     */
    Followed(Position state, @Nullable Position lastItem) {
      user = state;
      told = state.offset() < 0 ? state : new Position(state.partition(), state.offset() - 1);
      item = lastItem == null ? told : lastItem;
    }

    boolean userReached(Position position) {
      user = position;
      return isNews();
    }

    boolean itemReached(Position position) {
      boolean later = position.partition() != item.partition() || position.offset() > item.offset();
      item = later ? position : item;
      return isNews();
    }

    /** The last event that both have; in different partitions what was told. */
    Position happened() {
      if (user.partition() != item.partition()) {
        return told;
      }
      return user.offset() < item.offset() ? user : item;
    }

    /** Whether both have come further than was told; in another partition nothing was told yet. */
    private boolean isNews() {
      Position both = happened();
      boolean news = both.partition() != told.partition() || both.offset() > told.offset();
      told = news ? both : told;
      return news;
    }
  }
}
