package io.millrace.standalone.demo;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a demo sets otherwise than the defaults; what the user sets wins. */
final class DemoSettings {
  private DemoSettings() {}

  static Map<String, String> of(DemoOptions options, Path directory, String data) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("replay.data", data);
    settings.put("replay.speed", options.speed());
    settings.put("replay.limit", Long.toString(options.limit()));
    settings.put("features.state_dir", directory.resolve("features").toString());
    settings.put("recommend.port", Integer.toString(options.port()));
    settings.put("trainer.first_training", "0");
    return settings;
  }
}
