package io.millrace.recommend;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.recommend.access.Access;
import io.millrace.recommend.access.AuditLog;
import io.millrace.recommend.http.Gate;
import io.millrace.runtime.UserFault;
import io.millrace.runtime.tls.ServerTls;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What stands between the network and the endpoints: certificate, keys, audit log.
 *
 * @param tls null for plain HTTP
 */
record Doors(@Nullable ServerTls tls, Access access, AuditLog audit) implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Doors.class);

  /**
   * As configured; what is open to the network is told in the log.
   *
   * @throws UserFault if the certificate or the keys cannot be read
   */
  static Doors open(RecommendConfig config, InstantSource clock) {
    Access access = Access.open(config.access(), clock, System::nanoTime);
    try {
      ServerTls tls = ServerTls.open("recommend.tls", config.tls());
      warn(config.host(), access.keyed(), tls != null);
      return new Doors(tls, access, new AuditLog(config.access().auditFile()));
    } catch (UserFault e) {
      access.close();
      throw e;
    }
  }

  private static void warn(String host, boolean keyed, boolean secure) {
    if (isLoopback(host)) {
      return;
    }
    if (!keyed) {
      LOG.warn(
          "recommend.host {}: whoever reaches it may read everything and tell events; there are no"
              + " keys (recommend.access.keys_file)",
          host);
    }
    if (!secure) {
      LOG.warn(
          "recommend.host {}: {} in the clear, unless a proxy before it has a certificate"
              + " (recommend.tls)",
          host,
          keyed ? "keys and answers travel" : "answers travel");
    }
  }

  private static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false; // listening on it fails, and says so
    }
  }

  Gate gate(InstantSource clock, MeterRegistry meters) {
    if (tls != null) {
      Gauge.builder("millrace.tls.left", tls, of -> left(of, clock))
          .description("Time until the certificate ends")
          .baseUnit("seconds")
          .register(meters);
    }
    return new Gate(access, audit, clock);
  }

  private static double left(ServerTls tls, InstantSource clock) {
    return Duration.between(clock.instant(), tls.expires()).toSeconds();
  }

  @Override
  public void close() {
    if (tls != null) {
      tls.close();
    }
    access.close();
    audit.close();
  }
}
