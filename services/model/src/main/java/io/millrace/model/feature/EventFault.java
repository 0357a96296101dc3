package io.millrace.model.feature;

/**
 * What is wrong with an event.
 *
 * @param code for programs
 * @param reason for people: field, rule and value
 */
public record EventFault(FaultCode code, String reason) {}
