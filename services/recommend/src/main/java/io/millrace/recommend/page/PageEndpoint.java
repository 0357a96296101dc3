package io.millrace.recommend.page;

import io.millrace.recommend.access.Scope;
import io.millrace.recommend.http.Endpoint;
import io.millrace.recommend.http.Reply;
import io.millrace.recommend.http.Routes;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * {@code GET /}: the page for visitors and operators, its modules below {@code /page} and the
 * libraries they use below {@code /page/lib}; {@code GET /docs}: the API's page (Swagger UI);
 * {@code GET /openapi.json}: the API's document. Everything comes from here: the policy sent with
 * the pages lets browsers load nothing from elsewhere and run no script that is no file.
 */
public final class PageEndpoint implements Endpoint {
  /** What the page consists of, all in this package's folder. */
  static final List<String> FILES =
      List.of(
          "api.js",
          "app.js",
          "cards.js",
          "combobox.js",
          "details.js",
          "history.js",
          "icon.svg",
          "key.js",
          "lit.js",
          "motion.js",
          "operators/charts.js",
          "operators/experiments.js",
          "operators/gauges.js",
          "operators/histogram.js",
          "operators/models.js",
          "operators/operators.js",
          "operators/trainings.js",
          "person.js",
          "poster.js",
          "session.js",
          "shifts.js",
          "speed.js",
          "stars.js",
          "steering.js",
          "stream.js",
          "style/base.css",
          "style/operators.css",
          "style/visitor.css",
          "text.js",
          "visitor.js");

  private static final List<String> LIT =
      List.of(
          "lit-html.js",
          "async-directive.js",
          "directive.js",
          "directive-helpers.js",
          "directives/live.js",
          "directives/ref.js",
          "directives/repeat.js");

  private static final List<String> UPLOT = List.of("dist/uPlot.esm.js", "dist/uPlot.min.css");
  private static final List<String> SWAGGER =
      List.of("swagger-ui.css", "swagger-ui-bundle.js", "favicon-32x32.png");

  private static final String POLICY =
      "default-src 'none'; script-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri"
          + " 'none'; form-action 'self'; frame-ancestors 'none'; style-src 'self'";

  @Override
  public void mount(Routes routes) {
    file(routes, "/", "index.html", Map.of("Content-Security-Policy", POLICY));
    FILES.forEach(name -> file(routes, "/page/" + name, name, Map.of()));
    library(routes, "/page/lib/lit-html/", "org.webjars.npm/lit-html", LIT);
    library(routes, "/page/lib/uplot/", "org.webjars.npm/uplot", UPLOT);
    docs(routes);
    file(routes, "/docs/docs.js", "docs.js", Map.of());
    library(routes, "/docs/", "org.webjars/swagger-ui", SWAGGER);
    file(routes, "/openapi.json", "openapi.json", Map.of());
  }

  private static void file(Routes routes, String path, String name, Map<String, String> headers) {
    StaticFile file = StaticFile.of(name, headers);
    routes.light(
        Scope.OPEN, HttpMethod.GET, path, request -> Future.succeededFuture(file.reply(request)));
  }

  private static void library(Routes routes, String path, String artifact, List<String> files) {
    String name = artifact.substring(artifact.indexOf('/') + 1);
    String folder = "/META-INF/resources/webjars/%s/%s/".formatted(name, version(artifact));
    files.forEach(file -> file(routes, path + file, folder + file, Map.of()));
  }

  /**
   * The page's links are relative: with a slash at its end the address goes to the one without. Its
   * library writes styles into the page.
   */
  private static void docs(Routes routes) {
    StaticFile page =
        StaticFile.of("docs.html", Map.of("Content-Security-Policy", POLICY + " 'unsafe-inline'"));
    Reply elsewhere = new Reply(308, "", Buffer.buffer(), Map.of("Location", "../docs"));
    routes.light(
        Scope.OPEN,
        HttpMethod.GET,
        "/docs",
        request ->
            Future.succeededFuture(request.path().endsWith("/") ? elsewhere : page.reply(request)));
  }

  private static String version(String artifact) {
    String file = "/META-INF/maven/%s/pom.properties".formatted(artifact);
    try (InputStream in = PageEndpoint.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException(file + ": is not packaged");
      }
      Properties properties = new Properties();
      properties.load(in);
      return properties.getProperty("version", "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
