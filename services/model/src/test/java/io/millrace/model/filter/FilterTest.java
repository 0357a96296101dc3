package io.millrace.model.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.schemas.Item;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilterTest {
  private static final Set<String> ATTRIBUTES =
      Set.of("minutes", "released", "imdbId", "box office", "say \"cheese\"", "model", "shift");
  private static final List<Item> ITEMS =
      List.of(
          item(
              "1",
              "Heat",
              1995,
              List.of("Crime", "Drama"),
              Map.of("minutes", "170", "box office", "187")),
          item("2", "Star Wars", 1977, List.of("Sci-Fi"), Map.of("released", "1977-05-25")),
          item(
              "3",
              "The Star",
              2017,
              List.of("Drama", "Comedy"),
              Map.of("minutes", "86.0", "say \"cheese\"", "yes")),
          item(
              "four",
              null,
              null,
              List.of(),
              Map.of("minutes", "long", "imdbId", "114709", "model", "5D", "shift", "-0")));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "genre = 'Drama'                                     | 1 3",
        "genre = 'drama'                                     | ''",
        "genre != \"Drama\"                                  | 2 four",
        "not genre = 'Drama' and year < 2000                 | 2",
        "not (genre = 'Drama' and year < 2000)               | 2 3 four",
        "year >= 1977 and year <= 1995                       | 1 2",
        "year = 1977 or year = 2017                          | 2 3",
        "year in (1995, 2017.0)                              | 1 3",
        "year not in (1995)                                  | 2 3 four",
        "year > -5                                           | 1 2 3",
        "genre = 'Crime' or genre = 'Sci-Fi' and year > 1990 | 1",
        "(genre = 'Crime' or genre = 'Sci-Fi') and year<1990 | 2",
        "itemId in (1, 'four', 99)                           | 1 four",
        "title contains 'STAR'                               | 2 3",
        "title = 'Star Wars'                                 | 2",
        "title > 'S'                                         | 2 3",
        "attributes.minutes > 86                             | 1",
        "attributes.minutes = 86                             | 3",
        "attributes.minutes = '86'                           | ''",
        "attributes.minutes != 86                            | 1 2 four",
        "attributes.released < '1980-01-01'                  | 2",
        "attributes.imdbId = 0114709                         | four",
        "attributes.\"box office\" > 100                     | 1",
        "attributes.'box office' in (187)                    | 1",
        "attributes.\"say \\\"cheese\\\"\" = 'yes'             | 3",
        "attributes.model < 6                                | ''",
        "attributes.model = '5D'                             | four",
        "attributes.shift >= 0 and attributes.shift <= -0    | four",
        "NOT NOT genre IN ('Comedy','Crime')                 | 1 3",
      })
  void shouldMatchWhatTheFilterSays(String text, String expected) {
    Filter filter = Filter.parse(text, ATTRIBUTES);
    List<String> wanted =
        Stream.of(expected.replace("'", "").split(" ")).filter(s -> !s.isEmpty()).toList();

    assertThat(ITEMS.stream().filter(filter::matches).map(Item::getItemId))
        .containsExactlyElementsOf(wanted);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``                      | 1  | must have a field, \"not\" or \"(\", found the end",
        "year                    | 5  | must have one of = != < <= > >= in, not in, contains, found"
            + " the end",
        "year is 3               | 6  | must have one of = != < <= > >= in, not in, contains, found"
            + " \"is\"",
        "year = '1990'           | 8  | must compare year with a number without quotes",
        "year contains 19        | 6  | must compare year with a number",
        "year = 19x              | 8  | must be a number, or a text in quotes, found \"19x\"",
        "year = 5f               | 8  | must be a number, or a text in quotes, found \"5f\"",
        "genre = Drama           | 9  | must have a number or a text in quotes, found \"Drama\"",
        "genre = 'Drama          | 9  | must close the text with '",
        "(genre = 'Drama' or     | 20 | must have a field, \"not\" or \"(\", found the end",
        "(genre = 'Drama'        | 17 | must have \")\" to close the one at character 1, found the"
            + " end",
        "year = 1 year = 2       | 10 | must have \"and\", \"or\" or the end, found \"year\"",
        "year in 1990            | 9  | must have \"(\" after \"in\", found \"1990\"",
        "year in (1990           | 14 | must have \")\" or \",\" after a value, found the end",
        "year not = 3            | 10 | must have \"in\" after \"not\", found \"=\"",
        "year = 3; year = 2      | 9  | must have \"and\", \"or\" or the end, found \";\"",
      })
  void shouldNameThePlaceWhenTheTextIsNoFilter(String text, int position, String rule) {
    assertThatThrownBy(() -> Filter.parse(text, ATTRIBUTES))
        .isInstanceOf(FilterFault.class)
        .hasMessage("at character %d: %s", position, rule);
  }

  @Test
  void shouldNameTheFieldsThereAreWhenOneIsUnknown() {
    String known =
        "known are itemId, title, year, genre, attributes.\"box office\","
            + " attributes.\"say \\\"cheese\\\"\", attributes.imdbId, attributes.minutes,"
            + " attributes.model, attributes.released, attributes.shift";
    assertThatThrownBy(() -> Filter.parse("year > 3 and director = 'X'", ATTRIBUTES))
        .hasMessage("at character 14: must be a field of items, found \"director\"; " + known);
    assertThatThrownBy(() -> Filter.parse("attributes.director = 'X'", ATTRIBUTES))
        .hasMessageContaining("found \"attributes.director\"; " + known);
  }

  @Test
  void shouldBeEqualWhenWrittenAlikeButForSpace() {
    assertThat(Filter.parse(" year>3  and genre in('b','a')", ATTRIBUTES))
        .isEqualTo(Filter.parse("year > 3 AND genre in (\"a\", \"b\")", ATTRIBUTES))
        .hasSameHashCodeAs(Filter.parse("year > 3 AND genre in (\"a\", \"b\")", ATTRIBUTES));
  }

  @Test
  void shouldRefuseWhatIsTooDeepOrTooLong() {
    String deep = "(".repeat(51) + "year = 1" + ")".repeat(51);
    assertThatThrownBy(() -> Filter.parse(deep, ATTRIBUTES))
        .hasMessage("at character 51: must not be nested deeper than 50 here");
    String flat = "not ".repeat(49) + "year = 1";
    assertThat(Filter.parse(flat, ATTRIBUTES).matches(ITEMS.getFirst())).isTrue();
    assertThatThrownBy(() -> Filter.parse(" ".repeat(4001), ATTRIBUTES))
        .hasMessage("at character 4001: must end here, after 4000 characters; it has 4001");
  }

  @Test
  void shouldTakeQuotesAndBackslashesInTexts() {
    Filter filter = Filter.parse("title = 'It\\'s \\\\ \"x\"'", ATTRIBUTES);
    assertThat(filter.matches(item("9", "It's \\ \"x\"", null, List.of(), Map.of()))).isTrue();
  }

  private static Item item(
      String id,
      @Nullable String title,
      @Nullable Integer year,
      List<String> genres,
      Map<String, String> attributes) {
    return new Item(id, title, year, genres, attributes, true, null);
  }
}
