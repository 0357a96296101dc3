package io.millrace.trainer.service;

import io.millrace.model.bundle.Bundle;
import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.schemas.Item;
import io.millrace.schemas.ModelManifest;
import io.millrace.schemas.Provenance;
import io.millrace.trainer.publication.Contents;
import io.millrace.trainer.publication.Publication;
import io.millrace.trainer.run.TrainingResult;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts what came of a training on the topics, and takes off them what is too old to be kept and
 * what a publication that broke off left there. For the training thread: nobody else produces.
 */
final class GenerationPublisher {
  private static final Logger log = LoggerFactory.getLogger(GenerationPublisher.class);

  private final KafkaSettings kafka;
  private final TopicData data;
  private final int keep;
  private final Supplier<Set<String>> wanted;

  /**
   * A publisher.
   *
   * @param keep generations kept of each verdict
   * @param wanted generations that are kept besides
   */
  GenerationPublisher(KafkaSettings kafka, TopicData data, int keep, Supplier<Set<String>> wanted) {
    this.kafka = kafka;
    this.data = data;
    this.keep = keep;
    this.wanted = wanted;
  }

  /**
   * Publishes the next generation, or that the gate refused it.
   *
   * @param under what it is to be a delta over; null to publish it whole
   */
  ModelManifest publish(
      TrainingResult result,
      List<Item> catalogue,
      Provenance provenance,
      @Nullable LiveGeneration under)
      throws InterruptedException {
    String generation = data.nextGeneration();
    try (Producer<byte[], byte[]> producer = new KafkaProducer<>(kafka.producer("trainer"))) {
      Publication publication = new Publication(producer);
      Bundle bundle = result.bundle();
      long now = System.currentTimeMillis();
      if (bundle == null) {
        String why = Objects.requireNonNullElse(result.refusal(), "");
        return publication.refuse(generation, why, result.judgement(), provenance, now);
      }
      Contents contents = contents(bundle, catalogue, under);
      publication.sweep(generation, data.vectorsOf(generation), data.chunksOf(generation));
      ModelManifest manifest =
          publication.publish(generation, contents, result.judgement(), provenance, now);
      retireOld(publication, manifest);
      return manifest;
    }
  }

  private Contents contents(Bundle bundle, List<Item> catalogue, @Nullable LiveGeneration under) {
    Contents contents =
        under == null
            ? Contents.whole(bundle, catalogue)
            : Contents.over(under.base(kafka), bundle, catalogue);
    log.info(
        "publishing {} vectors of {} and {} of {} bytes of weights",
        contents.vectors().size(),
        contents.wholeRows(),
        contents.bundle().length,
        contents.wholeBytes());
    return contents;
  }

  private void retireOld(Publication publication, ModelManifest newest)
      throws InterruptedException {
    for (String generation :
        new Retention(data.manifests(), newest, wanted.get()).excess(keep - 1, keep)) {
      publication.retire(generation, data.vectorsOf(generation), data.chunksOf(generation));
    }
    for (String orphan : data.orphans(newest.getGeneration())) {
      publication.sweep(orphan, data.vectorsOf(orphan), data.chunksOf(orphan));
    }
  }
}
