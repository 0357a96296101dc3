package io.millrace.model.reranking;

/**
 * An item at a place of its own.
 *
 * @param itemId the item
 * @param place from 1; 0 for the first place that no other pin has
 */
public record Pin(String itemId, int place) {}
