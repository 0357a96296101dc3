package io.millrace.trainer.dl4j;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * What ND4J computes on.
 *
 * @param description for people, e.g. {@code nd4j-native (CPU), 1 thread}
 * @param notes why a device that was asked for does not serve; empty where it does
 */
public record Device(String description, List<String> notes) {
  public Device {
    notes = List.copyOf(notes);
  }

  /**
   * Loads the backend and gives it its threads.
   *
   * @param wanted cpu or cuda
   * @param threads of the CPU, at least 1
   */
  public static Device open(String wanted, int threads) {
    List<String> notes = new ArrayList<>();
    String backend = Nd4j.getBackend().getClass().getSimpleName();
    boolean gpu = backend.toLowerCase(Locale.ROOT).contains("jcublas");
    if (wanted.equals("cuda") && !gpu) {
      notes.add(
          "trainer.device: cuda was asked for, but this build has the backend nd4j-native only;"
              + " build with -Pcuda on a machine whose GPU has compute capability 3.7 to 8.9"
              + " (Deeplearning4j 1.0.0-M2.1 has no code for Hopper and later). Training on the"
              + " CPU.");
    }
    if (!gpu) {
      NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(threads);
      org.bytedeco.openblas.global.openblas_nolapack.blas_set_num_threads(threads);
    }
    String name = gpu ? "nd4j-cuda (GPU)" : "nd4j-native (CPU)";
    return new Device(
        "%s, %d %s".formatted(name, threads, threads == 1 ? "thread" : "threads"), notes);
  }
}
