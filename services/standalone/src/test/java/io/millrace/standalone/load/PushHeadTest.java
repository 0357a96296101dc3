package io.millrace.standalone.load;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class PushHeadTest {
  private final PushHead head = new PushHead();

  @Test
  void shouldReadCauseAndOffsetOfAPushedList() {
    assertThat(
            head.of(
                "{\"type\":\"recommendations\",\"userId\":\"offset\",\"cause\":\"user\",\"partition\":0,"
                    + "\"offset\":12,\"items\":[{\"itemId\":\"1\"}]}"))
        .isEqualTo(new PushHead.Head("user", 12));
  }

  @Test
  void shouldTellNoOffsetWhereThereIsNone() {
    assertThat(head.of("{\"cause\":\"subscribed\",\"items\":[{\"offset\":3}]}"))
        .isEqualTo(new PushHead.Head("subscribed", -1));
    assertThat(head.of("{\"type\":\"error\"}")).isEqualTo(new PushHead.Head("", -1));
  }

  @Test
  void shouldReadTheOffsetOfAnAnswerAboutAnEvent() {
    String answer = "{\"accepted\":1,\"events\":[{\"partition\":0,\"offset\":5}]}";
    assertThat(head.offsetOfFirst(answer.getBytes(UTF_8))).isEqualTo(5);
    assertThat(head.offsetOfFirst("{}".getBytes(UTF_8))).isEqualTo(-1);
  }
}
