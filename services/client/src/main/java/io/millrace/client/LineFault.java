package io.millrace.client;

/**
 * What is wrong with a line of an import.
 *
 * @param line its number, from 1
 * @param code the service's stable code
 * @param field the field's name
 * @param rule that it breaks
 * @param value that it has
 */
public record LineFault(long line, String code, String field, String rule, String value) {}
