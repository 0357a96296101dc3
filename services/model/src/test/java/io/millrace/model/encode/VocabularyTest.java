package io.millrace.model.encode;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VocabularyTest {
  @Test
  void shouldPlaceEachWordOnceInOrderOfTheAlphabet() {
    Vocabulary vocabulary = Vocabulary.of(List.of("war", "drama", "war", "comedy"));

    assertThat(vocabulary.words()).containsExactly("comedy", "drama", "war");
    assertThat(vocabulary.place("war")).isEqualTo(2);
    assertThat(vocabulary.place("western")).isEqualTo(-1);
    assertThat(vocabulary.place(null)).isEqualTo(-1);
  }

  @Test
  void shouldKeepTheMostFrequentWhenThereAreMoreWordsThanColumns() {
    List<String> words = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      words.add("rare %04d".formatted(i));
    }
    words.add("zeal");
    words.add("zeal");

    Vocabulary vocabulary = Vocabulary.of(words);

    assertThat(vocabulary.size()).isEqualTo(256);
    // met twice; of those met once, the first of the alphabet fill the other 255 places
    assertThat(vocabulary.place("zeal")).isEqualTo(255);
    assertThat(vocabulary.place("rare 0254")).isEqualTo(254);
    assertThat(vocabulary.place("rare 0255")).isEqualTo(-1);
  }

  @Test
  void shouldBeTheSameWhenMadeOfItsOwnWords() {
    Vocabulary vocabulary = Vocabulary.of(List.of("b", "a", "b", "c"));

    assertThat(Vocabulary.of(vocabulary.words()).words()).isEqualTo(vocabulary.words());
  }
}
