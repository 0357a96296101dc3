package io.millrace.runtime.service;

import io.millrace.runtime.config.AtLeast;

/**
 * How much memory the process should keep to. Part of section {@code ops}.
 *
 * @param residentTargetMib resident size in MiB above which native garbage is collected at once
 */
public record MemoryTarget(@AtLeast(256) int residentTargetMib) {}
