package io.millrace.trainer.learner;

import java.util.BitSet;

/**
 * What of the towers' weights a learner may move; all else stays as it is, to the bit.
 *
 * @param itemRows rows of the item table
 * @param userRows rows of the user table
 * @param itemTower whether the item tower's layers move, and with them every item's vector
 * @param userTower whether the user tower's layers, its recurrence and the temperature move
 */
public record Movable(BitSet itemRows, BitSet userRows, boolean itemTower, boolean userTower) {}
