package io.millrace.runtime.config;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A bound record as settings again: what {@link Configuration#bind} made of a section, by full key,
 * each value in the form that a properties file or {@code --set} takes, secrets hidden.
 */
public final class SettingsMap {
  private SettingsMap() {}

  /**
   * The settings.
   *
   * @param section the record's key, such as {@code trainer}
   * @return values by full key, in the order of the keys; cannot be changed
   */
  public static SortedMap<String, String> of(String section, Record bound) {
    SortedMap<String, String> all = new TreeMap<>();
    add(section, bound, all);
    return Collections.unmodifiableSortedMap(all);
  }

  private static void add(String key, @Nullable Object value, Map<String, String> all) {
    switch (value) {
      case null -> all.put(key, "");
      case Record section -> {
        for (RecordComponent component : section.getClass().getRecordComponents()) {
          String inner = key + "." + Binder.snakeCase(component.getName());
          add(inner, valueOf(component, section), all);
        }
      }
      case Map<?, ?> section -> section.forEach((name, inner) -> add(key + "." + name, inner, all));
      default -> all.put(key, Secrets.shown(key, text(value)));
    }
  }

  private static @Nullable Object valueOf(RecordComponent component, Record section) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(section);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalArgumentException("settings: cannot read " + component, e);
    }
  }

  private static String text(Object value) {
    return switch (value) {
      case List<?> list ->
          list.stream().map(SettingsMap::text).collect(Collectors.joining(", ", "[", "]"));
      case Enum<?> constant -> constant.name().toLowerCase(Locale.ROOT);
      case Duration duration -> duration.toMillis() + " ms";
      default -> value.toString();
    };
  }
}
