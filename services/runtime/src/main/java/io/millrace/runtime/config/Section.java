package io.millrace.runtime.config;

/**
 * A section and what it is bound to.
 *
 * @param key such as {@code trainer} or {@code features.state}
 * @param type the record
 */
public record Section(String key, Class<? extends Record> type) {}
