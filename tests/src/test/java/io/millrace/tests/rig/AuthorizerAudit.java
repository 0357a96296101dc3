package io.millrace.tests.rig;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.utils.SecurityUtils;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * What the authorizer of a broker in this process has allowed and denied, as its own audit log has
 * it: what clients asked for, whatever we think they ask for. Thread-safe.
 */
public final class AuthorizerAudit extends AppenderBase<ILoggingEvent> implements AutoCloseable {
  private static final Pattern LINE =
      Pattern.compile(
          "Principal = (\\S+) is (Allowed|Denied) operation = (\\w+) from host = \\S+"
              + " on resource = (\\w+):LITERAL:(\\S+) for request = (\\w+) .*",
          Pattern.DOTALL);

  private final Logger log = (Logger) LoggerFactory.getLogger("kafka.authorizer.logger");
  private final @Nullable Level before = log.getLevel();
  private final Set<Decision> decisions = ConcurrentHashMap.newKeySet();

  /**
   * A decision.
   *
   * @param principal who asked, such as {@code User:trainer}
   * @param request in which
   */
  public record Decision(
      String principal,
      boolean allowed,
      AclOperation operation,
      ResourceType type,
      String name,
      String request) {
    /** Whether it was for this that it was allowed. */
    boolean uses(AclBinding granted) {
      String named = granted.pattern().name();
      return allowed
          && principal.equals(granted.entry().principal())
          && operation == granted.entry().operation()
          && type == granted.pattern().resourceType()
          && (granted.pattern().patternType() == PatternType.PREFIXED
              ? name.startsWith(named)
              : name.equals(named));
    }
  }

  private AuthorizerAudit() {}

  /** Listens from now on. */
  public static AuthorizerAudit begin() {
    AuthorizerAudit audit = new AuthorizerAudit();
    audit.setContext(audit.log.getLoggerContext());
    audit.start();
    audit.log.setLevel(Level.DEBUG);
    audit.log.setAdditive(false);
    audit.log.addAppender(audit);
    return audit;
  }

  @Override
  protected void append(ILoggingEvent event) {
    Matcher line = LINE.matcher(event.getFormattedMessage());
    if (line.matches()) {
      decisions.add(
          new Decision(
              line.group(1),
              line.group(2).equals("Allowed"),
              AclOperation.valueOf(line.group(3)),
              SecurityUtils.resourceType(line.group(4)),
              line.group(5),
              line.group(6)));
    }
  }

  /** What was denied; what clients would only like to know of is not among it. */
  public Stream<Decision> denied() {
    return decisions.stream().filter(decision -> !decision.allowed());
  }

  /** Whether something that was granted has been used. */
  public boolean uses(AclBinding granted) {
    return decisions.stream().anyMatch(decision -> decision.uses(granted));
  }

  @Override
  public void close() {
    log.detachAppender(this);
    log.setAdditive(true);
    log.setLevel(before);
    stop();
  }
}
