package io.millrace.recommend.answer;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.model.reranking.Placement;
import io.millrace.recommend.http.Json;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ListedItemTest {
  private static String json(double score, double probability) {
    ListedItem item =
        new ListedItem("1", null, null, List.of(), score, probability, List.of(), Placement.RANKED);
    return Json.write(item).toString();
  }

  @Test
  void shouldWriteFloatsAsFloats() {
    assertThat(json(0.3f, 0.1f)).contains("\"score\":0.3,", "\"probability\":0.1,");
    assertThat(json(0, 1)).contains("\"score\":0.0,", "\"probability\":1.0,");
    assertThat(json(1e-6f, 0)).contains("\"score\":1.0E-6,");
  }

  @Test
  void shouldReadBackAsTheSameFloat() {
    long seed = System.nanoTime();
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 1000; i++) {
      float score = (float) random.nextDouble();
      String text = json(score, 0).replaceAll(".*\"score\":([^,]+),.*", "$1");
      assertThat(Float.parseFloat(text)).as("seed %d, %s", seed, text).isEqualTo(score);
      assertThat(text.length()).as("seed %d, %s", seed, text).isLessThanOrEqualTo(14);
    }
  }
}
