package io.millrace.recommend.access;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides who may do what: who is it, may they, how often. Without a file of keys, everybody may
 * read and tell events, and this machine may do the rest. Thread-safe.
 */
public final class Access implements AutoCloseable {
  private final @Nullable KeyRing keys;
  private final AccessSettings.AdminWithoutKeys adminWithoutKeys;
  private final Optional<Rate> rate;
  private final LongSupplier nanos;
  private final Map<String, TokenBucket> buckets = new ConcurrentHashMap<>();

  private Access(@Nullable KeyRing keys, AccessSettings settings, LongSupplier nanos) {
    this.keys = keys;
    this.adminWithoutKeys = settings.adminWithoutKeys();
    this.rate = settings.rate();
    this.nanos = nanos;
  }

  /**
   * Reads the keys.
   *
   * @param clock by which keys expire
   * @param nanos by which rates are counted, from any origin
   * @throws io.millrace.runtime.UserFault if the file of keys cannot be read
   */
  public static Access open(AccessSettings settings, InstantSource clock, LongSupplier nanos) {
    KeyRing keys =
        settings.keysFile() == null
            ? null
            : KeyRing.open(settings.keysFile(), settings.reloadInterval(), clock);
    return new Access(keys, settings, nanos);
  }

  /** Whether keys are asked for. */
  public boolean keyed() {
    return keys != null;
  }

  /**
   * Who asks.
   *
   * @param secret the key as it was given, or null
   * @param local whether the request comes from this machine
   */
  public Caller identify(@Nullable String secret, boolean local) {
    if (secret == null || keys == null) {
      return new Caller.Nobody(local);
    }
    return keys.find(secret).<Caller>map(Caller.Holder::new).orElseGet(Caller.Stranger::new);
  }

  /** Whether the caller may do what needs the scope, now; counts as one use if so. */
  public Decision decide(Caller caller, Scope scope) {
    Decision right = right(caller, scope);
    boolean free = scope == Scope.OPEN || !(right instanceof Decision.Admitted);
    return free ? right : use(caller);
  }

  /** Whether the caller may do what needs the scope, however often; counts as no use. */
  public Decision right(Caller caller, Scope scope) {
    if (scope == Scope.OPEN) {
      return new Decision.Admitted();
    }
    return keys == null
        ? withoutKeys(caller, scope)
        : switch (caller) {
          case Caller.Nobody(_) -> new Decision.KeyRequired();
          case Caller.Stranger() -> new Decision.KeyUnknown();
          case Caller.Holder(ApiKey key) -> withKey(keys, key, scope);
        };
  }

  private Decision withoutKeys(Caller caller, Scope scope) {
    boolean closed =
        scope == Scope.ADMIN
            && adminWithoutKeys == AccessSettings.AdminWithoutKeys.LOOPBACK
            && caller instanceof Caller.Nobody(boolean local)
            && !local;
    return closed ? new Decision.AdminClosed() : new Decision.Admitted();
  }

  private Decision withKey(KeyRing keys, ApiKey key, Scope scope) {
    if (!keys.has(key)) {
      return new Decision.KeyUnknown();
    }
    return key.scopes().contains(scope)
        ? new Decision.Admitted()
        : new Decision.ScopeMissing(scope);
  }

  /**
   * Counts one use by a caller who was let on, if their key is still one and not used too often.
   */
  public Decision use(Caller caller) {
    if (keys == null || !(caller instanceof Caller.Holder(ApiKey key))) {
      return new Decision.Admitted();
    }
    if (!keys.has(key)) {
      return new Decision.KeyUnknown();
    }
    Duration wait = take(key);
    return wait.isZero() ? new Decision.Admitted() : new Decision.TooOften(wait);
  }

  private Duration take(ApiKey key) {
    @Nullable Rate limit = key.rate() == null ? rate.orElse(null) : key.rate();
    if (limit == null) {
      return Duration.ZERO;
    }
    return buckets
        .compute(
            key.name(),
            (name, bucket) ->
                bucket != null && bucket.rate().equals(limit)
                    ? bucket
                    : new TokenBucket(limit, nanos))
        .take();
  }

  /** Whether what the caller began may go on: the key is still one. */
  public boolean stands(Caller caller) {
    return keys == null || (caller instanceof Caller.Holder(ApiKey key) && keys.has(key));
  }

  /** Looks for other keys now, before the interval is over. */
  public void look() {
    if (keys != null) {
      keys.look();
    }
  }

  @Override
  public void close() {
    if (keys != null) {
      keys.close();
    }
  }
}
