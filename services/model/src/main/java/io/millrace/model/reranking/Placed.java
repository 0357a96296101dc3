package io.millrace.model.reranking;

/**
 * An item in a list.
 *
 * @param contender the item
 * @param placement why there
 */
public record Placed(Contender contender, Placement placement) {}
