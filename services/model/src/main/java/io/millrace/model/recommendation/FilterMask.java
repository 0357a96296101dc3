package io.millrace.model.recommendation;

import io.millrace.model.retrieval.ItemMask;
import org.jspecify.annotations.Nullable;

/**
 * Where the items are that a filter lets pass.
 *
 * @param catalogue all of them, by the view's ordinals
 * @param index those that the index has, which may hold others that are newer; null without an
 *     index
 */
record FilterMask(OrdinalMask catalogue, @Nullable ItemMask index) {}
