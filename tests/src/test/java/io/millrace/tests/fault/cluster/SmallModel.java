package io.millrace.tests.fault.cluster;

import java.util.ArrayList;
import java.util.List;

/**
 * The trainer's arguments for a model that trains within seconds, with networks as those of {@code
 * RandomModel.Shape.SMALL}.
 */
final class SmallModel {
  private static final List<String> SETTINGS =
      List.of(
          "trainer.embedding_dim=16",
          "trainer.user_tower_dims=[32,16]",
          "trainer.item_tower_dims=[32,16]",
          "trainer.dnn_dims=[16,8]",
          "trainer.batch_size=256",
          "trainer.pool_size=256",
          "trainer.user_buckets=1024",
          "trainer.epochs_retrieval=1",
          "trainer.epochs_ranking=1",
          "trainer.finish_epochs=0",
          "trainer.retrieval_max_examples=20000",
          "trainer.ranker_max_examples=1000",
          "trainer.ranker_negatives=5",
          "trainer.rating_sweeps=3",
          "trainer.warm_start=false",
          "trainer.update_events=0",
          "trainer.gate_tolerance=1",
          "trainer.judged_share=0.01",
          "trainer.keep_generations=3");

  private SmallModel() {}

  /**
   * The arguments.
   *
   * @param trainingEvents new events that start a training
   */
  static List<String> arguments(int trainingEvents) {
    List<String> settings = new ArrayList<>(SETTINGS);
    settings.add("trainer.new_events=" + trainingEvents);
    List<String> arguments = new ArrayList<>(List.of("trainer"));
    settings.forEach(setting -> arguments.addAll(List.of("--set", setting)));
    return arguments;
  }
}
