package io.millrace.standalone.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SubscriberTest {
  private final List<Long> took = new ArrayList<>();
  private final Subscriber subscriber = new Subscriber("a", took::add);

  @Test
  void shouldTimeAnEventUntilTheFirstListThatKnowsIt() {
    Subscriber.Sent event = subscriber.sent(1000);
    subscriber.placed(event, 7);
    subscriber.pushed(6, 1100);
    assertThat(took).isEmpty();
    subscriber.pushed(7, 1250);
    subscriber.pushed(8, 1300);
    assertThat(took).containsExactly(250L);
    assertThat(subscriber.waiting()).isZero();
  }

  @Test
  void shouldTimeItRightWhenTheListComesBeforeTheAnswer() {
    Subscriber.Sent event = subscriber.sent(1000);
    subscriber.pushed(6, 1010);
    subscriber.pushed(7, 1020);
    subscriber.pushed(9, 1030);
    subscriber.placed(event, 7);
    assertThat(took).containsExactly(20L);
  }

  @Test
  void shouldTimeEachOfSeveralEventsThatOneListKnows() {
    Subscriber.Sent first = subscriber.sent(1000);
    Subscriber.Sent second = subscriber.sent(1100);
    subscriber.placed(first, 7);
    subscriber.placed(second, 8);
    subscriber.pushed(8, 1200);
    assertThat(took).containsExactly(200L, 100L);
  }

  @Test
  void shouldNotWaitForAnEventThatWasRefused() {
    Subscriber.Sent event = subscriber.sent(1000);
    assertThat(subscriber.waiting()).isEqualTo(1);
    subscriber.refused(event);
    assertThat(subscriber.waiting()).isZero();
    subscriber.pushed(8, 1200);
    assertThat(took).isEmpty();
  }
}
