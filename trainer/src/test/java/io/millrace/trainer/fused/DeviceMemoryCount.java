package io.millrace.trainer.fused;

import io.millrace.trainer.kernels.Kernels;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/** Counts the pieces of memory that are held of {@link DoubleKernels}. */
final class DeviceMemoryCount {
  private final Kernels real = new DoubleKernels();
  private final int most;
  private int held;

  DeviceMemoryCount() {
    this(Integer.MAX_VALUE);
  }

  /** Refuses to hold more pieces than so many. */
  DeviceMemoryCount(int most) {
    this.most = most;
  }

  int held() {
    return held;
  }

  Kernels kernels() {
    InvocationHandler handler = (proxy, method, arguments) -> count(method, arguments);
    return (Kernels)
        Proxy.newProxyInstance(
            Kernels.class.getClassLoader(), new Class<?>[] {Kernels.class}, handler);
  }

  private Object count(Method method, Object[] arguments)
      throws InvocationTargetException, IllegalAccessException {
    switch (method.getName()) {
      case "floats", "ints" -> {
        if (held == most) {
          throw new OutOfMemoryError("no more than " + most + " pieces");
        }
        held++;
      }
      case "free" -> held--;
      default -> {}
    }
    return method.invoke(real, arguments);
  }
}
