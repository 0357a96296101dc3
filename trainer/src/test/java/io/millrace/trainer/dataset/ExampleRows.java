package io.millrace.trainer.dataset;

/** Makes rows of examples whose products are still unknown, and whose one feature is the item. */
public final class ExampleRows {
  private ExampleRows() {}

  /** Adds a group of three floats a row: -1, -1, and the item's ordinal. */
  public static void add(RankerExamples examples, int event, int... items) {
    float[][] rows = new float[items.length][];
    for (int k = 0; k < items.length; k++) {
      rows[k] = new float[] {-1, -1, items[k]};
    }
    examples.add(event, 8, true, items, rows);
  }
}
