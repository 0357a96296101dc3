package io.millrace.data.sample;

import io.millrace.schemas.Item;

/**
 * An item and what is hidden behind it. The arrays are not to be changed.
 *
 * @param item as the catalogue has it
 * @param taste its place in the space of taste: [dimensions]
 * @param attraction how much it is chosen for its fame alone, above 0
 * @param quality stars above or below the mean
 * @param sequel ordinal of the item that follows it in its series, -1 at the end
 */
@SuppressWarnings("ArrayRecordComponent")
record SampleItem(Item item, double[] taste, double attraction, double quality, int sequel) {}
