package io.millrace.model.retrieval;

/**
 * An item with a score, higher is better.
 *
 * @param itemId the item
 * @param score what it means is said where the record is returned
 */
public record ScoredItem(String itemId, double score) {}
