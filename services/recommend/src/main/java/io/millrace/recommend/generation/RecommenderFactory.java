package io.millrace.recommend.generation;

import io.millrace.model.bundle.Bundle;
import io.millrace.model.bundle.BundleFault;
import io.millrace.model.recommendation.Generation;
import io.millrace.model.recommendation.RecommenderSettings;
import io.millrace.model.retrieval.IndexSettings;
import io.millrace.model.retrieval.ItemIndex;
import io.millrace.recommend.state.LiveState;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Makes generations out of bundles, over the live state. */
public final class RecommenderFactory implements ModelFactory {
  private final LiveState state;
  private final RecommenderSettings settings;
  private final IndexSettings index;

  /** Generations that read the given state. */
  public RecommenderFactory(LiveState state, RecommenderSettings settings, IndexSettings index) {
    this.state = state;
    this.settings = settings;
    this.index = index;
  }

  @Override
  public ServingModel zero() {
    return new RecommenderModel(Generation.none(), state, settings);
  }

  @Override
  public ServingModel build(Parcel parcel) {
    int layout = parcel.manifest().getLayoutVersion();
    if (layout != Bundle.LAYOUT_VERSION) {
      throw new GenerationFault(
          "layoutVersion: must be %d, was %d".formatted(Bundle.LAYOUT_VERSION, layout));
    }
    RecommenderModel model = new RecommenderModel(generation(parcel), state, settings);
    state.itemIds().forEach(model::catalogued);
    return model;
  }

  private Generation generation(Parcel parcel) {
    List<String> ids = new ArrayList<>(parcel.vectors().keySet());
    float[][] vectors =
        parcel.vectors().values().stream()
            .map(bytes -> ItemIndex.fromBytes(ByteBuffer.wrap(bytes)))
            .toArray(float[][]::new);
    try {
      return Generation.of(
          parcel.manifest().getGeneration(), Bundle.read(parcel.bundle()), ids, vectors, index);
    } catch (BundleFault | IllegalArgumentException e) {
      throw new GenerationFault(String.valueOf(e.getMessage()), e);
    }
  }
}
