package io.millrace.tests.rig;

import io.millrace.data.Dataset;
import io.millrace.data.DatasetOptions;
import io.millrace.data.Datasets;
import io.millrace.data.Rating;
import io.millrace.schemas.Item;
import io.millrace.schemas.RatingEvent;
import io.millrace.schemas.User;
import io.millrace.tests.house.Repository;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The data that the tests play: the head of a MovieLens release where it is at hand, of the
 * synthetic sample where it is not.
 *
 * @param argument what {@code --data} takes
 * @param items the catalogue
 * @param users of whom something is known
 * @param events ratings in order of time
 */
public record Catalogue(
    String argument, List<Item> items, List<User> users, List<RatingEvent> events) {
  public Catalogue {
    items = List.copyOf(items);
    users = List.copyOf(users);
    events = List.copyOf(events);
  }

  /** The first events of MovieLens 100K, or of the sample. */
  public static Catalogue head(int events) {
    return head("ml-100k", events);
  }

  /** The first events of a MovieLens release, or of the sample where it is not at hand. */
  public static Catalogue head(String release, int events) {
    Path datasets = Repository.here().root().resolve("../shared/datasets").normalize();
    Path zip = datasets.resolve(release + ".zip");
    String argument = Files.exists(zip) ? zip.toString() : "sample";
    return of(argument, events);
  }

  /** The first events of what is somewhere; malformed lines are left out. */
  public static Catalogue of(String argument, int events) {
    Dataset data = Datasets.open(argument, DatasetOptions.standard().withTolerance(true));
    try (Stream<Item> items = data.items();
        Stream<User> users = data.users();
        Stream<Rating> ratings = data.ratings()) {
      return new Catalogue(
          argument,
          items.toList(),
          users.toList(),
          ratings.limit(events).map(Catalogue::event).toList());
    }
  }

  private static RatingEvent event(Rating rating) {
    return new RatingEvent(
        rating.userId(), rating.itemId(), rating.rating(), rating.timestamp(), null);
  }
}
