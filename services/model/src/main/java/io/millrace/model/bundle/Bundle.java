package io.millrace.model.bundle;

import io.millrace.model.encode.FeatureEncoder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A trained generation: tensors, the items of the embedding table, the encoder, and facts.
 * Immutable as long as nobody changes a tensor's array; thread-safe.
 *
 * <p>{@link BundleFormat} says how it lies in bytes.
 */
public final class Bundle {
  /** Of the bytes and of the networks that the tensors belong to. */
  public static final int LAYOUT_VERSION = 1;

  private final List<String> itemIds;
  private final FeatureEncoder encoder;
  private final Map<String, Tensor> tensors;
  private final Map<String, String> facts;

  /**
   * Makes a bundle.
   *
   * @param itemIds the items of rows 1, 2, ... of {@code item.table}
   * @param encoder the encoder the networks were trained with
   * @param tensors names must be unique
   * @param facts see {@link Facts} for those that inference reads; any others are kept
   */
  public Bundle(
      List<String> itemIds,
      FeatureEncoder encoder,
      Collection<Tensor> tensors,
      Map<String, String> facts) {
    this.itemIds = List.copyOf(itemIds);
    this.encoder = encoder;
    this.facts = Map.copyOf(facts);
    Map<String, Tensor> byName = LinkedHashMap.newLinkedHashMap(tensors.size());
    for (Tensor tensor : tensors) {
      if (byName.put(tensor.name(), tensor) != null) {
        throw new IllegalArgumentException(tensor.name() + ": must be given once");
      }
    }
    this.tensors = byName;
  }

  /**
   * Reads a bundle.
   *
   * @throws BundleFault if the bytes are cut short, damaged, of another layout, or no bundle
   */
  public static Bundle read(byte[] bytes) {
    return BundleFormat.read(bytes);
  }

  /** The bundle as bytes; the same bundle gives the same bytes. */
  public byte[] write() {
    return BundleFormat.write(this);
  }

  /**
   * A tensor by name.
   *
   * @throws BundleFault if the bundle has none of that name
   */
  public Tensor tensor(String name) {
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new BundleFault(
          "bundle: must hold the tensor %s, holds %s".formatted(name, tensors.keySet()));
    }
    return tensor;
  }

  /** Whether there is a tensor of that name. */
  public boolean has(String name) {
    return tensors.containsKey(name);
  }

  /** All tensors, in the order given. */
  public List<Tensor> tensors() {
    return new ArrayList<>(tensors.values());
  }

  /** The items of rows 1, 2, ... of {@code item.table}. */
  public List<String> itemIds() {
    return itemIds;
  }

  /** The encoder the networks were trained with. */
  public FeatureEncoder encoder() {
    return encoder;
  }

  /** Name to value. */
  public Map<String, String> facts() {
    return facts;
  }
}
