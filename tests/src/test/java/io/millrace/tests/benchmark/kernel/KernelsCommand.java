package io.millrace.tests.benchmark.kernel;

import java.util.concurrent.Callable;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench kernels}: single kernels, with what they allocate. */
@Command(
    name = "kernels",
    description = "Single kernels of training, with JMH and its gc profiler.",
    mixinStandardHelpOptions = true)
public final class KernelsCommand implements Callable<Integer> {
  @Option(names = "--include", description = "Kernels whose names match; all by default.")
  private String include = "";

  @Override
  public Integer call() throws RunnerException {
    new Runner(
            new OptionsBuilder()
                .include(KernelBenchmark.class.getSimpleName() + "\\..*" + include)
                .addProfiler(GCProfiler.class)
                .build())
        .run();
    return 0;
  }
}
