package io.millrace.runtime.service;

import io.millrace.runtime.config.AtLeast;
import io.millrace.runtime.config.AtMost;
import io.millrace.runtime.tls.TlsSettings;

/**
 * Where health and metrics are served. Section {@code ops}.
 *
 * @param host address to listen on
 * @param port port, 0 for a free one
 * @param tls the page's certificate
 */
public record OpsSettings(String host, @AtLeast(0) @AtMost(65535) int port, TlsSettings tls) {
  /** Plain HTTP. */
  public OpsSettings(String host, int port) {
    this(host, port, TlsSettings.none());
  }
}
