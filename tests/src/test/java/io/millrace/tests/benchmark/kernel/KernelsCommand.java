package io.millrace.tests.benchmark.kernel;

import java.util.concurrent.Callable;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench kernels}: single kernels and whole steps, with what they allocate. */
@Command(
    name = "kernels",
    description = "Kernels of training and whole steps, with JMH and its gc profiler.",
    mixinStandardHelpOptions = true)
public final class KernelsCommand implements Callable<Integer> {
  @Option(names = "--include", description = "Kernels whose names match; all by default.")
  private String include = "";

  @Override
  public Integer call() throws RunnerException {
    new Runner(
            new OptionsBuilder()
                .include("(KernelBenchmark|StepBenchmark)\\..*" + include)
                .addProfiler(GCProfiler.class)
                .build())
        .run();
    return 0;
  }
}
