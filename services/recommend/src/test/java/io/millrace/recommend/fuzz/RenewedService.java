package io.millrace.recommend.fuzz;

import io.millrace.recommend.RunningService;

/**
 * A service that is made anew every so often: what it takes it has to keep, users and items among
 * it, so that the heap would tell nothing.
 */
final class RenewedService implements AutoCloseable {
  private static final int REQUESTS = 20_000;

  private final UnhandledFailures unhandled = new UnhandledFailures();
  private RunningService service = RunningService.withSomeRatings();
  private int requests;

  /**
   * Counts a request; whether it goes to another service than the one before.
   *
   * @throws AssertionError if one before has left a failure that nobody caught
   */
  boolean next() {
    unhandled.requireNone();
    if (requests++ < REQUESTS) {
      return false;
    }
    renew();
    return true;
  }

  /** Makes it anew. */
  void renew() {
    service.close();
    service = RunningService.withSomeRatings();
    requests = 0;
  }

  /** Whether everything in the catalogue was deleted, so that there is nothing to answer with. */
  boolean isBare() {
    return service.state().itemCount() == 0;
  }

  /** Where it listens. */
  int port() {
    return service.port();
  }

  @Override
  public void close() {
    unhandled.close();
    service.close();
  }
}
