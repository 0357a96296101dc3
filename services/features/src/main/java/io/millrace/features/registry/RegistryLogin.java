package io.millrace.features.registry;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who we are to the registry: HTTP basic authentication.
 *
 * @param name user or key
 * @param password its secret; never shown
 */
record RegistryLogin(String name, String password) {
  static final String NAME_VARIABLE = "MILLRACE_REGISTRY_USERNAME";
  static final String PASSWORD_VARIABLE = "MILLRACE_REGISTRY_PASSWORD";

  /** From environment variables; null where there are none. */
  static @Nullable RegistryLogin of(Map<String, String> environment) {
    String name = environment.get(NAME_VARIABLE);
    return name == null || name.isEmpty()
        ? null
        : new RegistryLogin(name, environment.getOrDefault(PASSWORD_VARIABLE, ""));
  }

  /** Value of the header {@code Authorization}. */
  String header() {
    byte[] both = (name + ":" + password).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(both);
  }

  @Override
  public String toString() {
    return "RegistryLogin[name=" + name + "]";
  }
}
