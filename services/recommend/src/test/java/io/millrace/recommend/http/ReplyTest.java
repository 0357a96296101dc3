package io.millrace.recommend.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ReplyTest {
  @ParameterizedTest
  @CsvSource({"OVERLOADED, 429, true", "LOADING, 503, true", "INVALID_VALUE, 422, false"})
  void shouldSayWhenToAskAgainWhereThatHelps(ErrorCode code, int status, boolean again) {
    Reply reply = Reply.problem(new RequestFault(code, "a reason"));

    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.headers().containsKey("Retry-After")).isEqualTo(again);
    assertThat(code.retryable()).isEqualTo(again);
  }
}
