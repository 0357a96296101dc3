package io.millrace.tests.fault.cluster;

import java.util.ArrayList;
import java.util.List;

/** The trainer's arguments for a model that trains within seconds. */
final class SmallModel {
  private static final List<String> SETTINGS =
      List.of(
          "trainer.embedding_dim=16",
          "trainer.user_tower_dims=[32,16]",
          "trainer.item_tower_dims=[32,16]",
          "trainer.user_history=pooled",
          "trainer.dnn_dims=[16]",
          "trainer.batch_size=256",
          "trainer.pool_size=256",
          "trainer.user_buckets=1024",
          "trainer.epochs_retrieval=1",
          "trainer.epochs_ranking=1",
          "trainer.finish_epochs=0",
          "trainer.retrieval_max_examples=4000",
          "trainer.ranker_max_examples=500",
          "trainer.ranker_negatives=5",
          "trainer.rating_factors=4",
          "trainer.rating_sweeps=3",
          "trainer.update_examples=4000",
          "trainer.update_events=8000",
          "trainer.new_events=20000",
          "trainer.first_training=2000",
          "trainer.gate_tolerance=1",
          "trainer.judged_share=0.05",
          "trainer.keep_generations=3");

  private SmallModel() {}

  static List<String> arguments() {
    List<String> arguments = new ArrayList<>(List.of("trainer"));
    SETTINGS.forEach(setting -> arguments.addAll(List.of("--set", setting)));
    return arguments;
  }
}
