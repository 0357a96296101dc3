package io.millrace.standalone.backup;

import io.millrace.schemas.ArmRanker;
import io.millrace.schemas.ArmRetrieval;
import io.millrace.schemas.Control;
import io.millrace.schemas.ControlCommand;
import io.millrace.schemas.Experiment;
import io.millrace.schemas.ExperimentArm;
import io.millrace.schemas.Feedback;
import io.millrace.schemas.FeedbackType;
import io.millrace.schemas.GateVerdict;
import io.millrace.schemas.ItemEmbedding;
import io.millrace.schemas.Judgement;
import io.millrace.schemas.Keys;
import io.millrace.schemas.ModelChunk;
import io.millrace.schemas.ModelDelta;
import io.millrace.schemas.ModelManifest;
import io.millrace.schemas.Provenance;
import io.millrace.schemas.Topic;
import io.millrace.schemas.TopicPosition;
import io.millrace.schemas.Topics;
import io.millrace.schemas.Training;
import io.millrace.schemas.TrainingEpoch;
import io.millrace.schemas.TrainingPoint;
import io.millrace.schemas.TrainingState;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecordBase;

/**
 * What the dump {@code golden/dump-v1-more} holds: a record of each topic that {@code
 * golden/dump-v1} has none of. Fields that a schema gets later have their default here, as they
 * have when the dump is read.
 */
final class GoldenRecords {
  private static final String GENERATION = "g000002";
  private static final long TIME = 1_795_867_200_000L;

  private GoldenRecords() {}

  /**
   * A record with its key.
   *
   * @param topic where it stood
   */
  record Golden(Topic<?> topic, String key, SpecificRecordBase value) {}

  static List<Golden> all() {
    return List.of(
        new Golden(Topics.EXPERIMENTS, "bolder", experiment()),
        new Golden(Topics.CONTROL, "serving", control()),
        new Golden(Topics.TRAININGS, "t1795867200000", training()),
        new Golden(Topics.FEEDBACK, "r-1", feedback()),
        new Golden(Topics.ITEM_EMBEDDINGS, Keys.embedding(GENERATION, "7"), embedding()),
        new Golden(Topics.MODEL_CHUNKS, Keys.chunk(GENERATION, 0), chunk()),
        new Golden(Topics.MODEL_MANIFESTS, GENERATION, manifest()));
  }

  private static Experiment experiment() {
    ExperimentArm bold =
        ExperimentArm.newBuilder()
            .setName("bold")
            .setShare(0.25)
            .setModelVersion(GENERATION)
            .setDiversity(0.5)
            .setExploration(0.125)
            .setRetrieval(
                ArmRetrieval.newBuilder()
                    .setCandidates(500)
                    .setIndexCandidates(300)
                    .setTransitionCandidates(150)
                    .setPopularityCandidates(40)
                    .setFreshCandidates(10)
                    .build())
            .setRanker(ArmRanker.newBuilder().setEnabled(false).setRatingWeight(0.75).build())
            .build();
    return Experiment.newBuilder()
        .setExperimentId("bolder")
        .setDescription("Größere Vielfalt")
        .setLayer("lists")
        .setFirstBucket(2000)
        .setBuckets(5000)
        .setSalt("s4lt")
        .setArms(List.of(ExperimentArm.newBuilder().setName("as-is").setShare(0.75).build(), bold))
        .setRevision(3L)
        .setCreatedAt(TIME)
        .setInterleaved(true)
        .build();
  }

  private static Control control() {
    return Control.newBuilder()
        .setCommand(ControlCommand.PIN)
        .setGeneration(GENERATION)
        .setRequestId("c-1")
        .setRequestedBy("ops")
        .setRequestedAt(TIME)
        .build();
  }

  private static Training training() {
    return Training.newBuilder()
        .setTrainingId("t1795867200000")
        .setTrigger("schedule")
        .setState(TrainingState.REFUSED)
        .setStartedAt(TIME)
        .setUpdatedAt(TIME + 9000)
        .setEndedAt(TIME + 9000)
        .setEngine("fused")
        .setDevice("cpu")
        .setRatings(100_000L)
        .setPhase("ranking")
        .setEpoch(2)
        .setEpochs(3)
        .setFraction(0.5)
        .setStep(4)
        .setSteps(6)
        .setFit("candidate")
        .setLoss(0.625)
        .setNdcg(0.0625)
        .setCurve(List.of(new TrainingPoint("retrieval", 1.5, 2.25, TIME + 1000)))
        .setHistory(
            List.of(
                new TrainingEpoch("candidate", "retrieval", 1, 2.5, 0.03125, 4.5, TIME + 5000),
                new TrainingEpoch("candidate", "ranking", 2, null, null, 1.5, TIME + 6500)))
        .setGeneration("g000003")
        .setReason("ndcg@10: must be at least popularity's")
        .build();
  }

  private static Feedback feedback() {
    return Feedback.newBuilder()
        .setRecommendationId("r-1")
        .setType(FeedbackType.IMPRESSION)
        .setUserId("ann")
        .setItemIds(List.of("7", "8"))
        .setModelVersion(GENERATION)
        .setArm("bolder:bold")
        .setTimestamp(TIME)
        .build();
  }

  private static ItemEmbedding embedding() {
    return ItemEmbedding.newBuilder()
        .setGeneration(GENERATION)
        .setItemId("7")
        .setVector(ByteBuffer.wrap(new byte[] {0, 0, (byte) 0x80, 0x3F, 0, 0, 0, 0}))
        .build();
  }

  private static ModelChunk chunk() {
    return ModelChunk.newBuilder()
        .setGeneration(GENERATION)
        .setIndex(0)
        .setCount(1)
        .setData(ByteBuffer.wrap(new byte[] {'M', 'R', 0, (byte) 0xFF}))
        .build();
  }

  private static ModelManifest manifest() {
    return ModelManifest.newBuilder()
        .setGeneration(GENERATION)
        .setVerdict(GateVerdict.PUBLISHED)
        .setLayoutVersion(1)
        .setCreatedAt(TIME)
        .setDimension(2)
        .setEmbeddingRows(2L)
        .setEmbeddingSha256("e".repeat(64))
        .setChunks(1)
        .setBundleBytes(4L)
        .setBundleSha256("b".repeat(64))
        .setPositions(List.of(new TopicPosition(Topics.ITEM_EMBEDDINGS.name(), 1, 42L)))
        .setJudgement(
            Judgement.newBuilder()
                .setMetrics(Map.of("ndcg@10", 0.0625))
                .setPopularity(Map.of("ndcg@10", 0.03125))
                .setLive(Map.of("ndcg@10", 0.05))
                .setMetricsP3(Map.of("recall@10", 0.125))
                .setPopularityP3(Map.of("recall@10", 0.1))
                .build())
        .setProvenance(
            Provenance.newBuilder()
                .setEngine("fused")
                .setDevice("cpu")
                .setSnapshot(Map.of("training-examples.v1-0", 100_000L))
                .setConfiguration("trainer { seed = 1 }")
                .setSeed(1L)
                .setCodeVersion("0.1.0")
                .setJvm("25")
                .setHardware("2 cores")
                .setExamples(100_000L)
                .setSeconds(12.5)
                .build())
        .setDelta(new ModelDelta("g000001", "c".repeat(64), "d".repeat(64), 1L, 4L))
        .build();
  }
}
