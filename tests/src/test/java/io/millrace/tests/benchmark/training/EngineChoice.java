package io.millrace.tests.benchmark.training;

import io.millrace.trainer.learner.Engine;
import java.util.function.IntFunction;

/**
 * An engine that can be measured.
 *
 * @param name as given to {@code --engines}
 * @param tablesOnHeap whether it keeps its tables in Java arrays
 * @param open makes it for so many threads
 */
public record EngineChoice(String name, boolean tablesOnHeap, IntFunction<Engine> open) {}
