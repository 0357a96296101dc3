package io.millrace.trainer.kernels;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas_nolapack;

/**
 * OpenBLAS, called by address without objects. The library is held to one thread, which is a
 * setting of the whole process: the team cuts products itself. It stays so, since others that are
 * open may count on it: with more threads the library cuts products by how many are free, and their
 * last bits differ from run to run. Whoever wants more threads for itself asks for them, as the
 * other engines do when they are opened.
 */
final class OpenBlas implements Blas {
  private static final int ROW_MAJOR = 101;
  private static final int PLAIN = 111;
  private static final int TRANSPOSED = 112;
  private static final MethodHandle SGEMM =
      handle(
          FunctionDescriptor.ofVoid(
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_FLOAT,
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_FLOAT,
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_INT));
  private static final MethodHandle SET_INT =
      handle(FunctionDescriptor.ofVoid(ValueLayout.JAVA_INT));
  private static final MethodHandle GET_TEXT = handle(FunctionDescriptor.of(ValueLayout.ADDRESS));

  private final MemorySegment sgemm;
  private final String core;

  @SuppressWarnings("restricted")
  private static MethodHandle handle(FunctionDescriptor descriptor) {
    return Linker.nativeLinker().downcallHandle(descriptor);
  }

  private OpenBlas(SymbolLookup library) {
    sgemm = library.findOrThrow("cblas_sgemm");
    core = text(library.findOrThrow("openblas_get_corename"));
    setThreads(library.findOrThrow("openblas_set_num_threads"), 1);
  }

  /**
   * Loads the library.
   *
   * @throws UnsatisfiedLinkError where there is none for this platform
   */
  static OpenBlas load() {
    Path bridge = Path.of(Loader.load(openblas_nolapack.class));
    try (Stream<Path> files = Files.list(bridge.toRealPath().getParent())) {
      Path library =
          files
              .filter(file -> file.getFileName().toString().startsWith("libopenblas"))
              .findFirst()
              .orElseThrow(() -> new UnsatisfiedLinkError("no libopenblas beside " + bridge));
      return open(library);
    } catch (IOException e) {
      throw (UnsatisfiedLinkError) new UnsatisfiedLinkError(e.getMessage()).initCause(e);
    }
  }

  @SuppressWarnings("restricted")
  private static OpenBlas open(Path library) {
    return new OpenBlas(SymbolLookup.libraryLookup(library, Arena.global()));
  }

  @Override
  public String description() {
    return "OpenBLAS (" + core + ")";
  }

  @Override
  public void product(
      int worker,
      int m,
      int n,
      int k,
      float alpha,
      long a,
      int leadingA,
      boolean transposeA,
      long b,
      int leadingB,
      boolean transposeB,
      float beta,
      long c,
      int leadingC) {
    int opA = transposeA ? TRANSPOSED : PLAIN;
    int opB = transposeB ? TRANSPOSED : PLAIN;
    try {
      SGEMM.invokeExact(
          sgemm, ROW_MAJOR, opA, opB, m, n, k, alpha, a, leadingA, b, leadingB, beta, c, leadingC);
    } catch (Throwable e) {
      throw new AssertionError("cblas_sgemm throws nothing", e);
    }
  }

  private static void setThreads(MemorySegment function, int threads) {
    try {
      SET_INT.invokeExact(function, threads);
    } catch (Throwable e) {
      throw new AssertionError("openblas_set_num_threads throws nothing", e);
    }
  }

  @SuppressWarnings("restricted")
  private static String text(MemorySegment function) {
    try {
      return ((MemorySegment) GET_TEXT.invokeExact(function)).reinterpret(64).getString(0);
    } catch (Throwable e) {
      throw new AssertionError("openblas_get_corename throws nothing", e);
    }
  }
}
