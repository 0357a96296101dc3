package io.millrace.trainer.dataset;

/** Makes rows of examples whose products are still unknown, and whose one feature is the item. */
public final class ExampleRows {
  private ExampleRows() {}

  /** Adds a group of three floats a row: -1, -1, and the item's ordinal. */
  public static void add(RankerExamples examples, int event, int... items) {
    float[] input = new float[3 * items.length];
    for (int k = 0; k < items.length; k++) {
      input[3 * k] = -1;
      input[3 * k + 1] = -1;
      input[3 * k + 2] = items[k];
    }
    examples.add(new RankerExamples.Group(event, 8, true, items, input));
  }
}
