package io.millrace.recommend.access;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What a request needs to be allowed to. None includes another. */
public enum Scope {
  /** Nothing: pages, the API's document, whether the service lives. */
  OPEN,
  /** To ask: lists, catalogue, what serves and how it does. */
  READ,
  /** To tell what users did: ratings, clicks. */
  EVENTS,
  /**
   * To change what others are answered, to erase a person, to take away all profiles or all that is
   * held of one.
   */
  ADMIN;

  /** What a key can be given. */
  public static final List<Scope> GRANTABLE = List.of(READ, EVENTS, ADMIN);

  /** As it is written in files, options and answers. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The scope that a key can be given under this word. */
  public static Optional<Scope> named(String word) {
    return GRANTABLE.stream().filter(scope -> scope.word().equals(word)).findAny();
  }

  /** All words that {@link #named} knows. */
  public static Stream<String> words() {
    return GRANTABLE.stream().map(Scope::word);
  }
}
