package io.millrace.features.erasure;

/** What becomes of a record when its partition is written anew. */
sealed interface Fate {
  /** Fates that need no more words. */
  enum Plain implements Fate {
    /** Copied as it is. */
    KEPT,
    /** Copied without its key, which names an erased person; the value is another's. */
    UNKEYED,
    /** Not copied, and no reason to write the partition anew either. */
    OMITTED,
    /** Not copied: it tells of an erased person. */
    ERASED
  }

  /** Copied with another value, which tells no longer of an erased person. */
  @SuppressWarnings("ArrayRecordComponent")
  record Altered(byte[] value) implements Fate {}

  /** Whether the partition has to be written anew because of this record. */
  default boolean calls() {
    return switch (this) {
      case Plain plain -> plain == Plain.ERASED || plain == Plain.UNKEYED;
      case Altered _ -> true;
    };
  }
}
