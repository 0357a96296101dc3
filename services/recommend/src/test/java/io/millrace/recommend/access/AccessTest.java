package io.millrace.recommend.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.recommend.access.AccessSettings.AdminWithoutKeys;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessTest {
  private static final Duration NEVER = Duration.ofHours(24);
  private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");

  @TempDir Path directory = Path.of("");
  private final AtomicReference<Instant> time = new AtomicReference<>(NOW);
  private final AtomicLong nanos = new AtomicLong();

  private Access open(@Nullable Path file, AdminWithoutKeys admin, double perSecond, int burst) {
    AccessSettings settings =
        new AccessSettings(file, NEVER, admin, perSecond, burst, List.of(), null);
    return Access.open(settings, time::get, nanos::get);
  }

  private static ApiKey key(String secret, Set<Scope> scopes, @Nullable Instant expires) {
    return new ApiKey("shop", scopes, ApiKey.digest(secret), NOW, expires, null);
  }

  private Path file(ApiKey... keys) throws IOException {
    Path file = directory.resolve("keys.json");
    new KeyFile(file).write(List.of(keys));
    return file;
  }

  private Access keyed(ApiKey... keys) throws IOException {
    return open(file(keys), AdminWithoutKeys.LOOPBACK, 0, 1);
  }

  @Test
  void shouldLetEverybodyReadAndThisMachineAdministerWhenThereAreNoKeys() {
    try (Access access = open(null, AdminWithoutKeys.LOOPBACK, 0, 1)) {
      Caller near = access.identify(null, true);
      Caller far = access.identify(null, false);

      assertThat(access.decide(far, Scope.READ)).isEqualTo(new Decision.Admitted());
      assertThat(access.decide(far, Scope.EVENTS)).isEqualTo(new Decision.Admitted());
      assertThat(access.decide(far, Scope.ADMIN)).isEqualTo(new Decision.AdminClosed());
      assertThat(access.decide(near, Scope.ADMIN)).isEqualTo(new Decision.Admitted());
    }
  }

  @Test
  void shouldLetEverybodyAdministerOnlyWhenThatIsAskedFor() {
    try (Access access = open(null, AdminWithoutKeys.ANYWHERE, 0, 1)) {
      assertThat(access.decide(access.identify(null, false), Scope.ADMIN))
          .isEqualTo(new Decision.Admitted());
    }
  }

  @Test
  void shouldLetNobodyInWithoutAKeyWhenTheFileHasNone() throws IOException {
    try (Access access = keyed()) {
      assertThat(access.decide(access.identify(null, true), Scope.READ))
          .isEqualTo(new Decision.KeyRequired());
      assertThat(access.decide(access.identify("guess", true), Scope.READ))
          .isEqualTo(new Decision.KeyUnknown());
    }
  }

  @Test
  void shouldAllowWhatTheKeyHasAndNothingElse() throws IOException {
    String secret = ApiKey.newSecret(new SecureRandom());
    try (Access access = keyed(key(secret, Set.of(Scope.ADMIN), null))) {
      Caller holder = access.identify(secret, false);

      assertThat(holder.name()).isEqualTo("shop");
      assertThat(access.decide(holder, Scope.ADMIN)).isEqualTo(new Decision.Admitted());
      assertThat(access.decide(holder, Scope.READ))
          .isEqualTo(new Decision.ScopeMissing(Scope.READ));
      assertThat(access.decide(access.identify(secret + "x", false), Scope.ADMIN))
          .isEqualTo(new Decision.KeyUnknown());
    }
  }

  @Test
  void shouldRefuseAKeyFromTheMomentItExpires() throws IOException {
    try (Access access = keyed(key("s", Set.of(Scope.READ), NOW.plusSeconds(60)))) {
      Caller holder = access.identify("s", false);
      time.set(NOW.plusSeconds(59));
      assertThat(access.decide(holder, Scope.READ)).isEqualTo(new Decision.Admitted());
      assertThat(access.stands(holder)).isTrue();

      time.set(NOW.plusSeconds(60));
      assertThat(access.decide(holder, Scope.READ)).isEqualTo(new Decision.KeyUnknown());
      assertThat(access.identify("s", false)).isEqualTo(new Caller.Stranger());
      assertThat(access.stands(holder)).isFalse();
    }
  }

  @Test
  void shouldTakeOtherKeysWhenTheFileChanges() throws IOException {
    try (Access access = keyed(key("old", Set.of(Scope.READ), null))) {
      Caller old = access.identify("old", false);

      file(key("new", Set.of(Scope.READ), null));
      access.look();

      assertThat(access.decide(old, Scope.READ)).isEqualTo(new Decision.KeyUnknown());
      assertThat(access.decide(access.identify("new", false), Scope.READ))
          .isEqualTo(new Decision.Admitted());
    }
  }

  @Test
  void shouldKeepTheKeysWhenTheFileIsBrokenOrGone() throws IOException {
    try (Access access = keyed(key("s", Set.of(Scope.READ), null))) {
      java.nio.file.Files.writeString(directory.resolve("keys.json"), "{\"keys\": [");
      access.look();
      assertThat(access.identify("s", false)).isInstanceOf(Caller.Holder.class);

      java.nio.file.Files.delete(directory.resolve("keys.json"));
      access.look();
      assertThat(access.identify("s", false)).isInstanceOf(Caller.Holder.class);
    }
  }

  @Test
  void shouldTellWhenToComeAgainWhenAKeyIsUsedTooOften() throws IOException {
    Path file = file(key("s", Set.of(Scope.READ), null));
    try (Access access = open(file, AdminWithoutKeys.LOOPBACK, 2, 3)) {
      Caller holder = access.identify("s", false);
      for (int i = 0; i < 3; i++) {
        assertThat(access.decide(holder, Scope.READ)).isEqualTo(new Decision.Admitted());
      }
      assertThat(access.decide(holder, Scope.READ))
          .isEqualTo(new Decision.TooOften(Duration.ofMillis(500)));
      assertThat(access.decide(holder, Scope.EVENTS))
          .as("what it may not costs nothing")
          .isEqualTo(new Decision.ScopeMissing(Scope.EVENTS));

      nanos.addAndGet(Duration.ofMillis(499).toNanos());
      assertThat(access.decide(holder, Scope.READ)).isInstanceOf(Decision.TooOften.class);
      nanos.addAndGet(Duration.ofMillis(1).toNanos());
      assertThat(access.decide(holder, Scope.READ)).isEqualTo(new Decision.Admitted());
    }
  }

  @Test
  void shouldTellARightFromAUse() throws IOException {
    Path file = file(key("s", Set.of(Scope.READ), NOW.plusSeconds(60)));
    try (Access access = open(file, AdminWithoutKeys.LOOPBACK, 2, 1)) {
      Caller holder = access.identify("s", false);
      for (int i = 0; i < 10; i++) {
        assertThat(access.right(holder, Scope.READ)).isEqualTo(new Decision.Admitted());
      }
      assertThat(access.use(holder)).isEqualTo(new Decision.Admitted());
      assertThat(access.use(holder)).isEqualTo(new Decision.TooOften(Duration.ofMillis(500)));
      assertThat(access.right(holder, Scope.READ)).isEqualTo(new Decision.Admitted());

      time.set(NOW.plusSeconds(60));
      assertThat(access.use(holder)).isEqualTo(new Decision.KeyUnknown());
    }
  }

  @Test
  void shouldCountNoUsesOfThoseWithoutAKeyWhenThereAreNoKeys() {
    try (Access access = open(null, AdminWithoutKeys.LOOPBACK, 2, 1)) {
      Caller far = access.identify(null, false);
      for (int i = 0; i < 10; i++) {
        assertThat(access.use(far)).isEqualTo(new Decision.Admitted());
      }
    }
  }

  @Test
  void shouldHoldEachKeyToItsOwnRateWhenItHasOne() throws IOException {
    ApiKey slow =
        new ApiKey("slow", Set.of(Scope.READ), ApiKey.digest("s"), NOW, null, new Rate(0.1, 1));
    ApiKey other = new ApiKey("other", Set.of(Scope.READ), ApiKey.digest("o"), NOW, null, null);
    try (Access access = keyed(slow, other)) {
      Caller holder = access.identify("s", false);
      assertThat(access.decide(holder, Scope.READ)).isEqualTo(new Decision.Admitted());
      assertThat(access.decide(holder, Scope.READ))
          .isEqualTo(new Decision.TooOften(Duration.ofSeconds(10)));
      for (int i = 0; i < 100; i++) {
        assertThat(access.decide(access.identify("o", false), Scope.READ))
            .isEqualTo(new Decision.Admitted());
      }
    }
  }
}
