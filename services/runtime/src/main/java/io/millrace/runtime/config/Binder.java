package io.millrace.runtime.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Binds values to records and collects what is wrong with them. One thread, one use. */
final class Binder {
  private final List<String> problems = new ArrayList<>();
  private final ConfigObject reference;

  /**
   * A binder.
   *
   * @param reference the whole of the defaults, to look for further problems with where one is
   *     found
   */
  Binder(ConfigObject reference) {
    this.reference = reference;
  }

  List<String> problems() {
    return problems;
  }

  /** The record, or null if it or anything in it has a problem. */
  @Nullable Object record(String path, ConfigValue value, Class<?> type) {
    if (!(value instanceof ConfigObject object)) {
      refuse(path, "must be a section", value);
      return null;
    }
    RecordComponent[] components = type.getRecordComponents();
    @Nullable Object[] arguments = new @Nullable Object[components.length];
    Set<String> refused = new HashSet<>();
    for (int i = 0; i < components.length; i++) {
      int before = problems.size();
      arguments[i] = component(path, object, components[i]);
      if (problems.size() > before) {
        refused.add(snakeCase(components[i].getName()));
      }
    }
    List<String> keys =
        Arrays.stream(components).map(component -> snakeCase(component.getName())).toList();
    return new Construction(type, keys, arguments, defaults(path, components))
        .make(path, refused, problems);
  }

  private @Nullable Object[] defaults(String path, RecordComponent[] components) {
    @Nullable Object[] defaults = new @Nullable Object[components.length];
    @Nullable ConfigValue section = reference;
    for (String key : path.split("\\.", -1)) {
      section = section instanceof ConfigObject object ? object.get(key) : null;
    }
    if (section instanceof ConfigObject object) {
      Binder binder = new Binder(ConfigFactory.empty().root());
      for (int i = 0; i < components.length; i++) {
        defaults[i] = binder.component(path, object, components[i]);
      }
    }
    return defaults;
  }

  private @Nullable Object component(String path, ConfigObject object, RecordComponent component) {
    String key = snakeCase(component.getName());
    String full = path + "." + key;
    ConfigValue value = object.get(key);
    if (value == null) {
      problems.add(full + ": is missing from reference.conf");
      return null;
    }
    if (isNullable(component.getAnnotatedType()) && "".equals(value.unwrapped())) {
      return null;
    }
    @Nullable Object bound = convert(full, value, component.getGenericType());
    if (bound != null) {
      checkRange(full, bound, component);
    }
    return bound;
  }

  private static boolean isNullable(AnnotatedType type) {
    return type.isAnnotationPresent(Nullable.class);
  }

  private @Nullable Object convert(String path, ConfigValue value, Type type) {
    if (type instanceof ParameterizedType generic) {
      return generic.getRawType() == List.class
          ? list(path, value, generic.getActualTypeArguments()[0])
          : map(path, value, generic.getActualTypeArguments()[1]);
    }
    Class<?> raw = (Class<?>) type;
    if (raw.isRecord()) {
      return record(path, value, raw);
    }
    return raw.isEnum() ? constant(path, value, raw) : scalar(path, value, raw);
  }

  private @Nullable Object scalar(String path, ConfigValue value, Class<?> type) {
    if (type == int.class || type == Integer.class) {
      @Nullable Long number = whole(path, value, Integer.MIN_VALUE, Integer.MAX_VALUE);
      return number == null ? null : number.intValue();
    }
    if (type == long.class || type == Long.class) {
      return whole(path, value, Long.MIN_VALUE, Long.MAX_VALUE);
    }
    if (type == double.class || type == Double.class) {
      return real(path, value);
    }
    if (type == boolean.class || type == Boolean.class) {
      return bool(path, value);
    }
    if (type == Duration.class) {
      return duration(path, value);
    }
    if (type == Path.class) {
      return file(path, value);
    }
    if (type == String.class) {
      return text(path, value);
    }
    throw new IllegalArgumentException(path + ": cannot bind a " + type.getName());
  }

  private @Nullable Long whole(String path, ConfigValue value, long least, long most) {
    try {
      long number = Long.parseLong(String.valueOf(value.unwrapped()).trim());
      if (number >= least && number <= most) {
        return number;
      }
      refuse(path, "must be a whole number from " + least + " to " + most, value);
    } catch (NumberFormatException e) {
      refuse(path, "must be a whole number", value);
    }
    return null;
  }

  private @Nullable Double real(String path, ConfigValue value) {
    try {
      double number = Double.parseDouble(String.valueOf(value.unwrapped()));
      if (Double.isFinite(number)) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Falls through to the refusal below, which names the rule.
    }
    refuse(path, "must be a finite number", value);
    return null;
  }

  private @Nullable Boolean bool(String path, ConfigValue value) {
    return switch (String.valueOf(value.unwrapped())) {
      case "true", "on", "yes" -> true;
      case "false", "off", "no" -> false;
      default -> {
        refuse(path, "must be true or false", value);
        yield null;
      }
    };
  }

  private @Nullable Duration duration(String path, ConfigValue value) {
    String rule = "must be a duration with its unit, such as 500 ms, 30 s or 10 minutes";
    String given = String.valueOf(value.unwrapped()).trim();
    if (!given.equals("0") && given.matches("-?[0-9.]+")) {
      refuse(path, rule, value);
      return null;
    }
    try {
      Config one = ConfigValueFactory.fromAnyRef(given).atKey("value");
      return one.getDuration("value");
    } catch (ConfigException e) {
      refuse(path, rule, value);
      return null;
    }
  }

  private @Nullable Path file(String path, ConfigValue value) {
    @Nullable String name = text(path, value);
    try {
      return name == null ? null : Path.of(name);
    } catch (InvalidPathException e) {
      refuse(path, "must be a path", value);
      return null;
    }
  }

  private @Nullable String text(String path, ConfigValue value) {
    boolean scalar =
        value.valueType() != ConfigValueType.OBJECT && value.valueType() != ConfigValueType.LIST;
    if (!scalar) {
      refuse(path, "must be text", value);
      return null;
    }
    return String.valueOf(value.unwrapped());
  }

  private @Nullable Object constant(String path, ConfigValue value, Class<?> type) {
    List<String> names = new ArrayList<>();
    for (Object constant : type.getEnumConstants()) {
      String name = ((Enum<?>) constant).name().toLowerCase(Locale.ROOT);
      if (name.equals(String.valueOf(value.unwrapped()))) {
        return constant;
      }
      names.add(name);
    }
    refuse(path, "must be one of " + String.join(", ", names), value);
    return null;
  }

  private @Nullable Object list(String path, ConfigValue value, Type element) {
    if (!(written(value) instanceof ConfigList values)) {
      refuse(path, "must be a list, such as [256, 128]", value);
      return null;
    }
    List<Object> bound = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      @Nullable Object item = convert(path + "[" + i + "]", values.get(i), element);
      if (item != null) {
        bound.add(item);
      }
    }
    return List.copyOf(bound);
  }

  /** A properties file knows text only: a list in it is written as in HOCON. */
  private static ConfigValue written(ConfigValue value) {
    if (!(value.unwrapped() instanceof String text) || !text.strip().startsWith("[")) {
      return value;
    }
    try {
      return ConfigFactory.parseString("value = " + text).getValue("value");
    } catch (ConfigException e) {
      return value;
    }
  }

  private @Nullable Object map(String path, ConfigValue value, Type element) {
    if (!(value instanceof ConfigObject)) {
      refuse(path, "must be a section", value);
      return null;
    }
    Map<String, Object> bound = new LinkedHashMap<>();
    flatten(path, "", value, element, bound);
    return Map.copyOf(bound);
  }

  /** Dotted keys are objects to HOCON and plain names to us: {@code ssl.keystore.type = x}. */
  private void flatten(
      String path, String name, ConfigValue value, Type element, Map<String, Object> bound) {
    if (value instanceof ConfigObject object) {
      object.forEach(
          (key, inner) ->
              flatten(path, name.isEmpty() ? key : name + "." + key, inner, element, bound));
      return;
    }
    @Nullable Object item = convert(path + "." + name, value, element);
    if (item != null) {
      bound.put(name, item);
    }
  }

  private void checkRange(String path, Object bound, RecordComponent component) {
    if (bound instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        checkRange(path + "[" + i + "]", list.get(i), component);
      }
      return;
    }
    double size =
        switch (bound) {
          case Number number -> number.doubleValue();
          case Duration duration -> duration.toNanos() / 1e6;
          default -> Double.NaN;
        };
    AtLeast least = component.getAnnotation(AtLeast.class);
    AtMost most = component.getAnnotation(AtMost.class);
    String unit = bound instanceof Duration ? " ms" : "";
    if (least != null && size < least.value()) {
      problems.add(path + ": must be at least " + shown(least.value()) + unit + ", was " + bound);
    }
    if (most != null && size > most.value()) {
      problems.add(path + ": must be at most " + shown(most.value()) + unit + ", was " + bound);
    }
  }

  private static String shown(double bound) {
    return bound == Math.rint(bound) && Math.abs(bound) < 1e15
        ? Long.toString((long) bound)
        : Double.toString(bound);
  }

  private void refuse(String path, String rule, ConfigValue value) {
    String given = Secrets.shown(path, value.render());
    problems.add(
        path
            + ": "
            + rule
            + ", was "
            + (given.length() > 100 ? given.substring(0, 100) + "..." : given));
  }

  static String snakeCase(String name) {
    StringBuilder key = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (Character.isUpperCase(c)) {
        key.append('_');
      }
      key.append(Character.toLowerCase(c));
    }
    return key.toString();
  }
}
