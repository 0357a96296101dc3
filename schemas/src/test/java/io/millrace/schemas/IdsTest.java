package io.millrace.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdsTest {
  @ParameterizedTest
  @ValueSource(strings = {"1", "tt0114709", "user name", "a/b?c=d", "\ud83c\udfac", "\u00e9"})
  void shouldAcceptAnyReadableText(String id) {
    assertThat(Ids.fault("userId", id)).isNull();
  }

  @Test
  void shouldNameFieldRuleAndValue() {
    assertThat(Ids.fault("userId", "")).isEqualTo("userId: must not be empty");
    assertThat(Ids.fault("userId", null)).isEqualTo("userId: must not be empty");
    assertThat(Ids.fault("itemId", "  ")).isEqualTo("itemId: must not be blank, was \"  \"");
    assertThat(Ids.fault("itemId", "a\nb"))
        .isEqualTo("itemId: must not contain control characters, has U+000A at 1 (\"a?b\")");
    assertThat(Ids.fault("itemId", "\ud83c"))
        .isEqualTo("itemId: must be valid Unicode, has a lone surrogate at 0");
    assertThat(Ids.fault("itemId", "x".repeat(256))).isNull();
    assertThat(Ids.fault("itemId", "x".repeat(257))).contains("at most 256 characters, has 257");
  }

  @Test
  void shouldKnowProbes() {
    assertThat(Ids.isProbe("__probe-7")).isTrue();
    assertThat(Ids.isProbe("probe-7")).isFalse();
  }
}
