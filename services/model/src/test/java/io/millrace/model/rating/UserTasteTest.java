package io.millrace.model.rating;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.millrace.model.bundle.Bundle;
import io.millrace.model.bundle.BundleFault;
import io.millrace.model.bundle.Tensor;
import io.millrace.model.encode.FeatureEncoder;
import io.millrace.model.encode.RatingForecast;
import io.millrace.schemas.Demographics;
import io.millrace.schemas.Item;
import io.millrace.schemas.User;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * One factor. Mean of all ratings 3, noise 0.5. Item a: bias 0.5, factor 1, both certain; item b:
 * bias -0.5, factor -2, the factor's variance 0.25. Users vary by 0.25 (bias) and 1 (factor) about
 * what their gender makes one expect: bias 0.1 of all, 0.2 more of F; factor 0.3 of F.
 */
class UserTasteTest {
  private static final double EXACT = 1e-6;
  private static final Item DRAMA = item("z", "Drama");
  private static final FeatureEncoder ENCODER =
      FeatureEncoder.fit(
          List.of(DRAMA),
          List.of(new User("u", new Demographics(null, "F", null, null), Map.of())));

  private static Item item(String id, String genre) {
    return new Item(id, id, null, List.of(genre), Map.of(), true, null);
  }

  private static Bundle bundle(Tensor... others) {
    // Profile: age known, age, F. Content: Drama, then three of the year.
    List<Tensor> tensors =
        new java.util.ArrayList<>(
            List.of(
                new Tensor(RatingFactors.MEANS, 2, 2, new float[] {0.5f, 1, -0.5f, -2}),
                new Tensor(
                    RatingFactors.USER_PRIOR, 4, 2, new float[] {.1f, 0, 0, 0, 0, 0, .2f, .3f}),
                new Tensor(
                    RatingFactors.ITEM_PRIOR, 5, 2, new float[] {.4f, 0, .1f, 2, 0, 0, 0, 0, 0, 0}),
                new Tensor(RatingFactors.SPREAD, 2, 2, new float[] {.25f, 1, .16f, .09f}),
                new Tensor(RatingFactors.NOISE, 1, 2, new float[] {3, .5f})));
    tensors.addAll(List.of(others));
    return new Bundle(List.of("a", "b"), ENCODER, tensors, Map.of());
  }

  private static RatingFactors factors() {
    return new RatingFactors(
        bundle(new Tensor(RatingFactors.VARIANCES, 2, 2, new float[] {0, 0, 0, .25f})));
  }

  private static Demographics woman() {
    return new Demographics(null, "F", null, null);
  }

  @Test
  void shouldGoByTheProfileWhenThereIsNoRating() {
    RatingForecast of = factors().user(woman()).taste().of("b", null);
    // 3 + 0.3 - 0.5 + 0.3 * -2; variance 0.5 + 0.25 + 1 * 4 + (0.09 + 1) * 0.25
    assertThat(of.stars()).isCloseTo(2.2, within(EXACT));
    assertThat(of.taste()).isCloseTo(-0.6, within(EXACT));
    assertThat(of.deviation()).isCloseTo(Math.sqrt(5.0225), within(EXACT));
  }

  @Test
  void shouldSolveForTheUserAsByHandWhenThereAreRatings() {
    UserTaste.Ratings ratings = factors().user(null);
    ratings.add("a", null, 10);
    ratings.add("b", null, 4);
    UserTaste taste = ratings.taste();
    // Precision: [1/0.25 + 2*2, 2*(1 - 2); ., 1 + 2*(1 + 4 + 0.25)] = [8 -2; -2 11.5]; right side:
    // [0.1/0.25 + 2*(1.5 - 0.5), 2*(1.5*1 + -0.5*-2)] = [2.4, 5]; determinant 88.
    double bias = (11.5 * 2.4 + 2 * 5) / 88;
    double factor = (2 * 2.4 + 8 * 5) / 88;
    RatingForecast ofA = taste.of("a", null);
    assertThat(ofA.stars()).isCloseTo(3 + bias + 0.5 + factor, within(EXACT));
    assertThat(ofA.taste()).isCloseTo(factor, within(EXACT));
    // (1, 1) inverse (1, 1)' = (11.5 + 2 * 2 + 8) / 88
    assertThat(ofA.deviation()).isCloseTo(Math.sqrt(0.5 + 23.5 / 88), within(EXACT));
  }

  @Test
  void shouldExpectOfAnUnknownItemWhatItsContentTells() {
    RatingForecast drama = factors().user(woman()).taste().of("z", DRAMA);
    // bias 0.4 + 0.1, factor 2: 3 + 0.3 + 0.5 + 0.3 * 2
    assertThat(drama.stars()).isCloseTo(4.4, within(EXACT));
    // 0.5 + 0.25 + 1 * 4 + 0.16 + (0.09 + 1) * 0.09
    assertThat(drama.deviation()).isCloseTo(Math.sqrt(5.0081), within(EXACT));
    RatingForecast unheard = factors().user(null).taste().of("y", null);
    assertThat(unheard.stars()).isCloseTo(3 + 0.1 + 0.4, within(EXACT));
  }

  @Test
  void shouldNotDependOnTheOrderOfRatings() {
    UserTaste.Ratings first = factors().user(woman());
    first.add("a", null, 9);
    first.add("z", DRAMA, 2);
    UserTaste.Ratings second = factors().user(woman());
    second.add("z", DRAMA, 2);
    second.add("a", null, 9);
    assertThat(first.taste().of("b", null).stars())
        .isCloseTo(second.taste().of("b", null).stars(), within(1e-12));
  }

  @Test
  void shouldRefuseWhenAShapeDoesNotFit() {
    Tensor wrong = new Tensor(RatingFactors.VARIANCES, 1, 2, new float[2]);
    assertThatThrownBy(() -> new RatingFactors(bundle(wrong)))
        .isInstanceOf(BundleFault.class)
        .hasMessage("rating.items.variance: must be 2 x 2, is 1 x 2");
  }
}
