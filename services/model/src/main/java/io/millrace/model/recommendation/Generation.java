package io.millrace.model.recommendation;

import io.millrace.model.bundle.Bundle;
import io.millrace.model.bundle.BundleFault;
import io.millrace.model.encode.FeatureEncoder;
import io.millrace.model.ranking.Ranker;
import io.millrace.model.rating.RatingFactors;
import io.millrace.model.retrieval.IndexSettings;
import io.millrace.model.retrieval.ItemIndex;
import io.millrace.model.retrieval.ItemTower;
import io.millrace.model.retrieval.ItemVectors;
import io.millrace.model.retrieval.UserTower;
import io.millrace.schemas.Item;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A model ready to answer: networks, encoder and the index of item vectors. Thread-safe; all of it
 * is immutable but the index, which takes new and changed items while it serves.
 *
 * <p>Generation 0 has no model: popularity and transitions alone.
 */
public final class Generation {
  /** Id of generation 0. */
  public static final String NONE = "g000000";

  private final String id;
  private final @Nullable Model model;

  /**
   * The parts that belong together.
   *
   * @param bundle where they come from
   * @param userTower the user's side
   * @param itemTower the item's side
   * @param ranker null for towers alone
   * @param ratings what forecasts stars, or null
   * @param index the item vectors
   */
  public record Model(
      Bundle bundle,
      UserTower userTower,
      ItemTower itemTower,
      @Nullable Ranker ranker,
      @Nullable RatingFactors ratings,
      ItemIndex index) {
    Model with(@Nullable Ranker other) {
      return new Model(bundle, userTower, itemTower, other, ratings, index);
    }

    /** The encoder of the bundle. */
    public FeatureEncoder encoder() {
      return bundle.encoder();
    }
  }

  private Generation(String id, @Nullable Model model) {
    this.id = id;
    this.model = model;
  }

  /** Generation 0. */
  public static Generation none() {
    return new Generation(NONE, null);
  }

  /**
   * A generation with the vectors that were published with it.
   *
   * @param id as in the manifest
   * @param bundle towers at least; the ranker may be absent
   * @param itemIds unique
   * @param vectors one unit vector each
   * @throws BundleFault if the bundle lacks a tensor or shapes do not fit
   */
  public static Generation of(String id, Bundle bundle, List<String> itemIds, float[][] vectors) {
    return of(id, bundle, itemIds, vectors, IndexSettings.defaults());
  }

  /** As {@link #of(String, Bundle, List, float[][])}, with an index that is kept as set. */
  public static Generation of(
      String id, Bundle bundle, List<String> itemIds, float[][] vectors, IndexSettings settings) {
    ItemIndex index =
        vectors.length == 0
            ? ItemIndex.empty(new UserTower(bundle).dimension())
            : ItemIndex.build(id, ItemVectors.of(itemIds, vectors), settings);
    return of(id, bundle, index);
  }

  /** A generation over an index, e.g. one loaded from a file. */
  public static Generation of(String id, Bundle bundle, ItemIndex index) {
    UserTower userTower = new UserTower(bundle);
    if (index.dimension() != userTower.dimension()) {
      throw new BundleFault(
          "index: must have vectors of %d floats, has %d"
              .formatted(userTower.dimension(), index.dimension()));
    }
    Ranker ranker = Ranker.isIn(bundle) ? new Ranker(bundle) : null;
    RatingFactors ratings = RatingFactors.isIn(bundle) ? new RatingFactors(bundle) : null;
    requireWidth(bundle, userTower, ranker);
    return new Generation(
        id, new Model(bundle, userTower, new ItemTower(bundle), ranker, ratings, index));
  }

  /** A generation whose vectors are computed here, for a whole catalogue. */
  public static Generation embedding(String id, Bundle bundle, List<Item> catalogue) {
    return of(
        id,
        bundle,
        catalogue.stream().map(Item::getItemId).toList(),
        ItemTower.embedAll(bundle, catalogue));
  }

  private static void requireWidth(Bundle bundle, UserTower tower, @Nullable Ranker ranker) {
    int width = tower.dimension() + bundle.encoder().pairWidth();
    if (ranker != null && ranker.width() != width) {
      throw new BundleFault(
          "rank.cross.0.W: must have %d rows, has %d".formatted(width, ranker.width()));
    }
  }

  /** As in the manifest. */
  public String id() {
    return id;
  }

  /** The model; null in generation 0. */
  public @Nullable Model model() {
    return model;
  }

  /** This generation, over the same index, with what the variation puts in its ranker's place. */
  Generation varied(Variation variation) {
    return model == null ? this : new Generation(id, model.with(variation.of(model.ranker())));
  }

  /**
   * Takes a new or changed catalogue item into the index. An item the bundle knows keeps its
   * published vector; any other is embedded by content.
   */
  public void put(Item item) {
    if (model == null) {
      return;
    }
    boolean published = model.itemTower().knows(item.getItemId());
    if (!published || model.index().vector(item.getItemId()) == null) {
      model.index().put(item.getItemId(), model.itemTower().embed(item));
    }
  }

  /** Takes a deleted item out of the index. */
  public void remove(String itemId) {
    if (model != null) {
      model.index().remove(itemId);
    }
  }
}
