package io.millrace.recommend.http;

/** One path of the API and what it answers. */
public interface Endpoint {
  /** Adds the endpoint's methods. */
  void mount(Routes routes);
}
