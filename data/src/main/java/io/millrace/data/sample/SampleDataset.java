package io.millrace.data.sample;

import io.millrace.data.Dataset;
import io.millrace.data.OrderedRatings;
import io.millrace.data.Rating;
import io.millrace.schemas.Item;
import io.millrace.schemas.User;
import java.util.stream.Stream;

/**
 * A synthetic data set that behaves like ratings of films: users and items have latent taste, a few
 * items are very popular, films of a series follow each other, taste goes with age and gender, and
 * users come one after the other, each in a few sittings. The same specification gives the same
 * data on every machine. Immutable and thread-safe.
 */
public final class SampleDataset implements Dataset {
  /** What reports call it. */
  public static final String NAME = "sample";

  private final SampleSpec spec;

  public SampleDataset(SampleSpec spec) {
    this.spec = spec;
  }

  /** About 1,000 users, 500 items and 60,000 ratings over three years, seed 42. */
  public static SampleDataset standard() {
    return new SampleDataset(SampleSpec.STANDARD);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String licence() {
    return "Synthetic data, made here; no terms.";
  }

  @Override
  public Stream<Item> items() {
    return SampleCatalogue.of(spec).items().stream().map(SampleItem::item);
  }

  @Override
  public Stream<User> users() {
    return SampleCatalogue.of(spec).users().stream().map(SampleUser::user);
  }

  @Override
  public Stream<Rating> ratingsInFileOrder() {
    return ratingsInTimeOrder().stream();
  }

  @Override
  public OrderedRatings ratingsInTimeOrder() {
    return new SampleBehaviour(spec, SampleCatalogue.of(spec)).ratings();
  }
}
