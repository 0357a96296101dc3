package io.millrace.trainer.fused;

import io.millrace.trainer.kernels.Matrix;

/**
 * A batch's input, made of parts side by side, each filled by itself. Growing forgets what was in
 * it. Confined to one thread.
 */
final class InputColumns {
  private final RowBuffer buffer;
  private final int[] widths;
  private final Matrix[] parts;

  /**
   * Room for one row.
   *
   * @param widths of the parts, in order
   */
  InputColumns(DeviceMemory memory, int... widths) {
    int width = 0;
    for (int part : widths) {
      width += part;
    }
    this.buffer = new RowBuffer(memory, width);
    this.widths = widths.clone();
    this.parts = new Matrix[widths.length];
    slice();
  }

  private void slice() {
    int at = 0;
    for (int part = 0; part < parts.length; part++) {
      parts[part] = buffer.matrix().columns(at, widths[part]);
      at += widths[part];
    }
  }

  /** Makes room for a batch; says whether it grew. */
  boolean reserve(int rows) {
    if (rows <= buffer.matrix().rows()) {
      return false;
    }
    buffer.reserve(rows);
    slice();
    return true;
  }

  /** [room, all widths] */
  Matrix matrix() {
    return buffer.matrix();
  }

  /** [room, width] a part. */
  Matrix part(int part) {
    return parts[part];
  }
}
