package io.millrace.recommend.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.recommend.state.AppliedEvents.Fate;
import org.junit.jupiter.api.Test;

class AppliedEventsTest {
  private final AppliedEvents applied = new AppliedEvents();
  private final AppliedEvents.Ticket ticket = applied.expect("u", "i");

  @Test
  void shouldCompleteWhenBothTopicsHaveReachedTheEvent() {
    ticket.placed(new Position(0, 7));
    applied.userReached("u", new Position(0, 7));
    assertThat(ticket.outcome()).isNotDone();
    applied.itemReached("u", "other", new Position(0, 9), 5);
    assertThat(ticket.outcome()).isNotDone();

    applied.itemReached("u", "i", new Position(0, 8), 5);

    assertThat(ticket.outcome()).isCompletedWithValue(new Fate.Applied(5));
  }

  @Test
  void shouldCompleteWhenEffectArrivesBeforeAcknowledgement() {
    applied.userReached("u", new Position(0, 7));
    applied.itemReached("u", "i", new Position(0, 7), 5);
    assertThat(ticket.outcome()).isNotDone();

    ticket.placed(new Position(0, 7));

    assertThat(ticket.outcome()).isCompletedWithValue(new Fate.Applied(5));
  }

  @Test
  void shouldWaitWhenStateIsOfAnEarlierEventOrAnotherPartition() {
    ticket.placed(new Position(0, 7));
    applied.userReached("u", new Position(0, 6));
    applied.itemReached("u", "i", new Position(1, 9), 5);

    assertThat(ticket.outcome()).isNotDone();
  }

  @Test
  void shouldTellReasonWhenRejectedBeforeOrAfterAcknowledgement() {
    applied.rejected(new Position(0, 7), "why");
    ticket.placed(new Position(0, 7));
    assertThat(ticket.outcome()).isCompletedWithValue(new Fate.Rejected("why"));

    AppliedEvents.Ticket later = applied.expect("u", "i");
    later.placed(new Position(0, 8));
    applied.rejected(new Position(0, 8), "too");
    assertThat(later.outcome()).isCompletedWithValue(new Fate.Rejected("too"));
  }

  @Test
  void shouldForgetTicketWhenClosed() {
    ticket.close();

    assertThat(applied.waiting()).isZero();
    assertThat(applied.awaits("u")).isFalse();
  }
}
