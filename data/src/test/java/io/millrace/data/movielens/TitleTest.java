package io.millrace.data.movielens;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TitleTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "Mill, The (1999);Mill, The;1999",
        "Mill (a.k.a. Race) (1964);Mill (a.k.a. Race);1964",
        "Two Mills (1986) ;Two Mills;1986",
        "Mill III: Grinding (1995) (V);Mill III: Grinding;1995",
        "Long Mill (2006-2007);Long Mill;2006",
        "Open Mill (2006\u2013 );Open Mill;2006",
        "2001 (1968);2001;1968",
      })
  void shouldTakeTheYearOff(String text, String name, int year) {
    assertThat(Title.of(text)).isEqualTo(new Title(name, year));
  }

  @Test
  void shouldLeaveATitleWithoutYearAlone() {
    assertThat(Title.of(" unknown ")).isEqualTo(new Title("unknown", null));
    assertThat(Title.of("(1999)")).isEqualTo(new Title("(1999)", null));
    assertThat(Title.of("Mill (9999)")).isEqualTo(new Title("Mill (9999)", null));
  }
}
