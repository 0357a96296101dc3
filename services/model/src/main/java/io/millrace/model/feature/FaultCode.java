package io.millrace.model.feature;

/** Why an input record is refused; the name is the {@code code} of a reject and stays stable. */
public enum FaultCode {
  /** The bytes are not the record they should be. */
  UNDECODABLE,
  /** The record's schema id is one that the schema registry does not know. */
  UNKNOWN_SCHEMA,
  /** The record's schema, by its id in the registry, is none that a rating can be read from. */
  INCOMPATIBLE_SCHEMA,
  /** There is no value where one is needed. */
  EMPTY,
  /** The user id is empty, too long, or has control characters. */
  INVALID_USER_ID,
  /** The item id is empty, too long, or has control characters. */
  INVALID_ITEM_ID,
  /** The rating is not one of 0.5, 1.0, ... 5.0. */
  INVALID_RATING,
  /** The event time is negative or more than a day after the wall clock. */
  INVALID_TIMESTAMP,
  /** The record is valid and we failed on it. */
  INTERNAL
}
