package io.millrace.runtime.config;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Calls a record's constructor, and again with defaults in place of what is refused, so that one
 * refusal hides no other. A refusal that speaks of a value put in place is not the user's, and ends
 * the search. One thread, one use.
 */
final class Construction {
  private static final Pattern KEY = Pattern.compile("[^a-z0-9_]");

  private final Constructor<?> constructor;
  private final List<String> keys;
  private final @Nullable Object[] arguments;
  private final @Nullable Object[] defaults;
  private final Set<String> replaced = new HashSet<>();

  /**
   * Of a record.
   *
   * @param keys of its components
   * @param arguments for its components; null for one that may be, or that was refused already
   * @param defaults to put in place, all null where there are none
   * @throws IllegalArgumentException if there is no such constructor
   */
  Construction(
      Class<?> type, List<String> keys, @Nullable Object[] arguments, @Nullable Object[] defaults) {
    this.keys = keys;
    this.arguments = arguments;
    this.defaults = defaults;
    try {
      constructor = type.getDeclaredConstructor(types(type));
      constructor.setAccessible(true);
    } catch (ReflectiveOperationException e) {
      throw cannotBind(type, e);
    }
  }

  private static Class<?>[] types(Class<?> type) {
    return Arrays.stream(type.getRecordComponents())
        .map(RecordComponent::getType)
        .toArray(Class<?>[]::new);
  }

  /** The record; or null after what is refused was added to the problems. */
  @Nullable Object make(String path, Set<String> refused, List<String> problems) {
    boolean sound = refused.isEmpty();
    if (!refused.stream().allMatch(this::replace)) {
      return null;
    }
    while (true) {
      try {
        Object made = constructor.newInstance(arguments);
        return sound ? made : null;
      } catch (InvocationTargetException e) {
        sound = false;
        String refusal = String.valueOf(e.getTargetException().getMessage());
        if (isOfOurs(refusal)) {
          return null;
        }
        problems.add(path + ": " + refusal);
        if (!replace(refusal.split(":", 2)[0])) {
          return null;
        }
      } catch (ReflectiveOperationException e) {
        throw cannotBind(constructor.getDeclaringClass(), e);
      }
    }
  }

  private boolean isOfOurs(String refusal) {
    return KEY.splitAsStream(refusal).anyMatch(replaced::contains);
  }

  private boolean replace(String key) {
    int at = keys.indexOf(key);
    if (at < 0 || defaults[at] == null) {
      return false;
    }
    arguments[at] = defaults[at];
    return replaced.add(key);
  }

  private static IllegalArgumentException cannotBind(Class<?> type, Exception cause) {
    return new IllegalArgumentException("cannot bind a " + type.getName(), cause);
  }
}
