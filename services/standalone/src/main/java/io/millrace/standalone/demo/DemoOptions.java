package io.millrace.standalone.demo;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a demo shall do.
 *
 * @param data name, directory or zip; null for MovieLens 1M, or the sample where that cannot be had
 * @param once whether to end after the checks
 * @param report where the measurements are written as JSON; null for nowhere
 * @param port of the service, 0 for a free one
 * @param speed of the replay: max, N/s or Nx
 * @param limit at most so many events; 0 for all
 * @param directory where everything is kept; null for a temporary one that goes at the end
 */
public record DemoOptions(
    @Nullable String data,
    boolean once,
    @Nullable Path report,
    int port,
    String speed,
    long limit,
    @Nullable Path directory) {}
