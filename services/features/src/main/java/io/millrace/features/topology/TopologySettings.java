package io.millrace.features.topology;

import io.millrace.features.catalogue.CatalogueBarrier;
import io.millrace.features.registry.RatingReader;
import io.millrace.model.feature.FeatureSettings;
import io.millrace.runtime.tracing.Tracing;
import java.time.InstantSource;

/**
 * What the topology depends on.
 *
 * @param features how state is kept
 * @param memory how much of it stays decoded in memory
 * @param reader reads ratings
 * @param userPartitions partitions of {@code ratings.v1}, at least 1
 * @param itemPartitions partitions of {@code item-features.v1}, at least 1
 * @param wallClock what far-future events are measured against
 * @param barrier asked for items that are not known
 * @param tracing follows traced records
 */
public record TopologySettings(
    FeatureSettings features,
    MemorySettings memory,
    RatingReader reader,
    int userPartitions,
    int itemPartitions,
    InstantSource wallClock,
    CatalogueBarrier barrier,
    Tracing tracing) {}
