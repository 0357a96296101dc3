package io.millrace.tests.fault.load;

import io.millrace.schemas.Demographics;
import io.millrace.schemas.Item;
import io.millrace.schemas.RatingEvent;
import io.millrace.schemas.User;
import io.millrace.tests.rig.Catalogue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Events of people with tastes, the same for the same seed: groups of users who rate what their
 * group likes. Of a hundred events, some three are ratings changed, two repeat an event word for
 * word, and two come late, with a time before others of their user.
 */
public final class SyntheticWorld {
  private static final long START = 946_684_800_000L;
  private static final int GROUPS = 8;
  private static final double OWN_GROUP = 0.9;

  private final Random random;
  private final int users;
  private final int items;
  private final List<RatingEvent> events = new ArrayList<>();

  private SyntheticWorld(long seed, int users, int items) {
    this.random = new Random(seed);
    this.users = users;
    this.items = items;
  }

  /** A catalogue, its users, and events in the order they are to be sent. */
  public static Catalogue of(long seed, int users, int items, int events) {
    SyntheticWorld world = new SyntheticWorld(seed, users, items);
    while (world.events.size() < events) {
      world.events.add(world.next(world.events.size()));
    }
    return new Catalogue("synthetic", world.catalogue(), world.people(), world.events);
  }

  private List<Item> catalogue() {
    return IntStream.range(0, items)
        .mapToObj(
            i ->
                Item.newBuilder()
                    .setItemId(item(i))
                    .setTitle("Item " + i)
                    .setYear(1950 + i % 60)
                    .setGenres(List.of("group " + i % GROUPS))
                    .build())
        .toList();
  }

  private List<User> people() {
    return IntStream.range(0, users)
        .mapToObj(i -> new User(user(i), new Demographics(20 + i % 50, null, null, null), Map.of()))
        .toList();
  }

  private RatingEvent next(int number) {
    int kind = events.isEmpty() ? 99 : random.nextInt(100);
    long time = START + number * 10_000L;
    if (kind >= 7) {
      return rating(random.nextInt(users), time);
    }
    RatingEvent before = events.get(random.nextInt(events.size()));
    if (kind < 2) {
      return before;
    }
    if (kind < 4) {
      return rating(random.nextInt(users), Math.max(START, time - random.nextInt(1_000_000_000)));
    }
    return new RatingEvent(before.getUserId(), before.getItemId(), stars(), time, null);
  }

  private RatingEvent rating(int user, long time) {
    int group = random.nextDouble() < OWN_GROUP ? user % GROUPS : random.nextInt(GROUPS);
    double popularity = random.nextDouble();
    int inGroup = items / GROUPS;
    int place = (int) (popularity * popularity * inGroup);
    double stars = group == user % GROUPS ? 3 + random.nextInt(5) / 2.0 : stars();
    return new RatingEvent(user(user), item(place * GROUPS + group), stars, time, null);
  }

  private double stars() {
    return (1 + random.nextInt(10)) / 2.0;
  }

  private static String user(int number) {
    return "user-" + number;
  }

  private static String item(int number) {
    return "item-" + number;
  }
}
