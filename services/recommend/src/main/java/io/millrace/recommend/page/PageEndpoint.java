package io.millrace.recommend.page;

import io.millrace.recommend.http.Endpoint;
import io.millrace.recommend.http.Reply;
import io.millrace.recommend.http.Routes;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Properties;

/**
 * {@code GET /}: a page to try it at; {@code GET /docs}: the API's page (Swagger UI, served from
 * here); {@code GET /openapi.json}: the API's document.
 */
public final class PageEndpoint implements Endpoint {
  private static final String HTML = "text/html; charset=utf-8";
  private static final String SWAGGER = "/META-INF/resources/webjars/swagger-ui/";

  @Override
  public void mount(Routes routes) {
    page(routes, "/", HTML, "index.html");
    docs(routes);
    page(routes, "/openapi.json", "application/json", "openapi.json");
    String version = swaggerVersion();
    swagger(routes, version, "swagger-ui.css", "text/css; charset=utf-8");
    swagger(routes, version, "swagger-ui-bundle.js", "text/javascript; charset=utf-8");
    swagger(routes, version, "favicon-32x32.png", "image/png");
  }

  private static void page(Routes routes, String path, String type, String file) {
    Reply reply = Reply.content(type, resource(PageEndpoint.class, file));
    routes.light(HttpMethod.GET, path, request -> Future.succeededFuture(reply));
  }

  /** The page's links are relative: with a slash at its end the address goes to the one without. */
  private static void docs(Routes routes) {
    Reply page = Reply.content(HTML, resource(PageEndpoint.class, "docs.html"));
    Reply elsewhere = new Reply(308, "", Buffer.buffer(), Map.of("Location", "../docs"));
    routes.light(
        HttpMethod.GET,
        "/docs",
        request -> Future.succeededFuture(request.path().endsWith("/") ? elsewhere : page));
  }

  private static void swagger(Routes routes, String version, String file, String type) {
    Reply reply =
        Reply.content(type, resource(PageEndpoint.class, SWAGGER + version + "/" + file))
            .with("Cache-Control", "max-age=86400");
    routes.light(HttpMethod.GET, "/docs/" + file, request -> Future.succeededFuture(reply));
  }

  private static String swaggerVersion() {
    try (InputStream in =
        PageEndpoint.class.getResourceAsStream(
            "/META-INF/maven/org.webjars/swagger-ui/pom.properties")) {
      Properties properties = new Properties();
      properties.load(present(in, "swagger-ui's pom.properties"));
      return properties.getProperty("version", "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] resource(Class<?> beside, String file) {
    try (InputStream in = beside.getResourceAsStream(file)) {
      return present(in, file).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputStream present(
      @org.jspecify.annotations.Nullable InputStream in, String name) {
    if (in == null) {
      throw new IllegalStateException(name + ": is not packaged");
    }
    return in;
  }
}
