package io.millrace.tests.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The machine's own Chromium without a window, driven by Playwright, whose driver comes with its
 * jars: nothing is downloaded when a test runs. Notes what pages complain of. For one thread.
 */
final class Chromium implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Chromium.class);
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome");

  /** On a busy machine the service turns requests away, which the page asks again. */
  private static final String BUSY = "status of 429";

  private static final double PATIENCE_MILLIS = 60_000;

  private final Playwright playwright;
  private final Browser browser;
  private final List<String> complaints = new ArrayList<>();

  private Chromium(Playwright playwright, Browser browser) {
    this.playwright = playwright;
    this.browser = browser;
  }

  /** Starts it; skips the test, and says why, where there is none. */
  static Chromium start() {
    Optional<Path> found = find();
    if (found.isEmpty()) {
      log.warn("SKIPPED, not tested here: the page, as there is no Chromium on the PATH");
    }
    Assumptions.assumeTrue(
        found.isPresent(), "no Chromium on the PATH: install it (apt-get install chromium)");
    Playwright playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    return new Chromium(
        playwright,
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(found.orElseThrow())
                    .setTimeout(PATIENCE_MILLIS)
                    .setArgs(
                        List.of(
                            "--no-sandbox",
                            "--disable-gpu",
                            "--disable-quic",
                            "--no-first-run",
                            "--disable-background-networking",
                            "--disable-component-update",
                            "--disable-sync"))));
  }

  private static Optional<Path> find() {
    String path = System.getenv().getOrDefault("PATH", "");
    return Pattern.compile(Pattern.quote(File.pathSeparator))
        .splitAsStream(path)
        .flatMap(folder -> names(Path.of(folder)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static Stream<Path> names(Path folder) {
    return NAMES.stream().map(folder::resolve);
  }

  /** A page in a profile of its own. */
  Page page(Browser.NewContextOptions options) {
    BrowserContext context = browser.newContext(options);
    context.setDefaultTimeout(PATIENCE_MILLIS);
    Page page = context.newPage();
    page.onConsoleMessage(
        message -> {
          if (message.type().equals("error") && !message.text().contains(BUSY)) {
            complaints.add("%s (%s)".formatted(message.text(), message.location()));
          }
        });
    page.onPageError(error -> complaints.add("uncaught: " + error));
    return page;
  }

  /**
   * Waits until nothing moves. Playwright's own waiting for a function looks a second time by what
   * the pages' Content-Security-Policy forbids.
   */
  static void awaitRest(Page page) {
    page.evaluate(
        "async () => { while (document.getAnimations().some(a => a.playState === 'running'))"
            + " await new Promise(requestAnimationFrame); }");
  }

  /** Errors of the console, and what was thrown, of all pages since the last call. */
  List<String> complaints() {
    List<String> told = List.copyOf(complaints);
    complaints.clear();
    return told;
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }
}
