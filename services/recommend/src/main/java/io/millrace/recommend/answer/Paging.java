package io.millrace.recommend.answer;

import org.jspecify.annotations.Nullable;

/**
 * That a list is read page by page.
 *
 * @param options fingerprint of the request's options, but for those that may differ from page to
 *     page
 * @param cursor where the pages before have come to; null for the first
 */
public record Paging(int options, @Nullable Cursor cursor) {}
