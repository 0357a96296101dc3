package io.millrace.tests.browser;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** What axe-core finds that keeps people from using a page. */
final class AxeCore {
  private static final String FILE = "/META-INF/resources/webjars/axe-core/4.6.3/axe.min.js";

  private AxeCore() {}

  /** Rule, element and reason of everything that it objects to, once nothing moves. */
  static List<?> violations(Page page) throws IOException {
    Chromium.awaitRest(page);
    page.evaluate(script());
    return (List<?>)
        page.evaluate(
            "async () => (await axe.run()).violations.flatMap(v => v.nodes.map(n => v.id + ': ' +"
                + " n.html + ' ' + n.failureSummary))");
  }

  private static String script() throws IOException {
    try (InputStream in = AxeCore.class.getResourceAsStream(FILE)) {
      return new String(Objects.requireNonNull(in, FILE).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
