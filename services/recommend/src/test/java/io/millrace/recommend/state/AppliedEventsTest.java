package io.millrace.recommend.state;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AppliedEventsTest {
  private final AppliedEvents applied = new AppliedEvents();
  private final AppliedEvents.Ticket ticket = applied.expect("u", "i");

  @Test
  void shouldCompleteWhenBothTopicsHaveReachedTheEvent() {
    ticket.placed(new Position(0, 7));
    applied.userReached("u", new Position(0, 7));
    assertThat(ticket.outcome()).isNotDone();
    applied.itemReached("u", "other", new Position(0, 9));
    assertThat(ticket.outcome()).isNotDone();

    applied.itemReached("u", "i", new Position(0, 8));

    assertThat(ticket.outcome()).isCompletedWithValue(null);
  }

  @Test
  void shouldCompleteWhenEffectArrivesBeforeAcknowledgement() {
    applied.userReached("u", new Position(0, 7));
    applied.itemReached("u", "i", new Position(0, 7));
    assertThat(ticket.outcome()).isNotDone();

    ticket.placed(new Position(0, 7));

    assertThat(ticket.outcome()).isCompletedWithValue(null);
  }

  @Test
  void shouldWaitWhenStateIsOfAnEarlierEventOrAnotherPartition() {
    ticket.placed(new Position(0, 7));
    applied.userReached("u", new Position(0, 6));
    applied.itemReached("u", "i", new Position(1, 9));

    assertThat(ticket.outcome()).isNotDone();
  }

  @Test
  void shouldTellReasonWhenRejectedBeforeOrAfterAcknowledgement() {
    applied.rejected(new Position(0, 7), "why");
    ticket.placed(new Position(0, 7));
    assertThat(ticket.outcome()).isCompletedWithValue("why");

    AppliedEvents.Ticket later = applied.expect("u", "i");
    later.placed(new Position(0, 8));
    applied.rejected(new Position(0, 8), "too");
    assertThat(later.outcome()).isCompletedWithValue("too");
  }

  @Test
  void shouldForgetTicketWhenClosed() {
    ticket.close();

    assertThat(applied.waiting()).isZero();
    assertThat(applied.awaits("u")).isFalse();
  }
}
