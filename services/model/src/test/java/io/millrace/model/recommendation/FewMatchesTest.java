package io.millrace.model.recommendation;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.model.bundle.Bundle;
import io.millrace.model.bundle.RandomBundle;
import io.millrace.model.encode.FeatureEncoder;
import io.millrace.model.feature.FeatureView;
import io.millrace.model.filter.Filter;
import io.millrace.schemas.Item;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Filters that let fewer items pass than are asked for; half of the items have no vector. */
class FewMatchesTest {
  private static final long SEED = System.nanoTime();
  private static final int ITEMS = 3000;
  private static final int RATED = 300;

  private final Random random = new Random(SEED);
  private final TinyWorld world = new TinyWorld();
  private final List<String> rated = new ArrayList<>();
  private int looks;

  private final FeatureView view =
      (FeatureView)
          Proxy.newProxyInstance(
              FeatureView.class.getClassLoader(), new Class<?>[] {FeatureView.class}, this::ask);

  private Object ask(Object proxy, Method method, Object[] arguments) throws Throwable {
    if (method.isDefault()) {
      return InvocationHandler.invokeDefault(proxy, method, arguments);
    }
    looks += method.getName().equals("item") ? 1 : 0;
    return method.invoke(world, arguments);
  }

  private void put(String id) {
    boolean available = random.nextInt(4) > 0;
    int year = 1000 + random.nextInt(100);
    world.put(new Item(id, "Title", year, List.of("Drama"), Map.of(), available, null));
  }

  private Recommender recommender(boolean modelled) {
    for (int i = 0; i < ITEMS; i++) {
      put("item" + i);
      if (i % (ITEMS / RATED) == 0) {
        rated.add("item" + i);
      }
    }
    world.user("u", rated.toArray(String[]::new));
    List<Item> some = world.catalogue().subList(0, ITEMS / 2);
    FeatureEncoder encoder = FeatureEncoder.fit(some, List.of());
    List<String> ids = some.stream().map(Item::getItemId).toList();
    Bundle bundle = new RandomBundle(7, 8, ids, encoder).towers(16, 12).ranker(2, 8).build();
    Generation generation =
        modelled ? Generation.embedding("g000001", bundle, some) : Generation.none();
    return new Recommender(generation, view, RecommenderSettings.defaults());
  }

  @ParameterizedTest
  @CsvSource({"false, 0", "false, 0.4", "true, 0", "true, 0.4"})
  void shouldAnswerEveryMatchWithoutALookAtTheWholeCatalogue(boolean modelled, double diversity) {
    Recommender recommender = recommender(modelled);
    for (int year = 1000; year < 1020; year++) {
      ids(recommender, year, diversity);
      for (int change = 0; change < 20; change++) {
        String id = "item" + random.nextInt(ITEMS + 100);
        put(id);
        recommender.catalogued(id);
      }
      looks = 0;

      List<String> answered = ids(recommender, year, diversity);

      assertThat(answered).as("seed %d", SEED).containsExactlyInAnyOrderElementsOf(eligible(year));
      assertThat(looks).as("seed %d", SEED).isLessThan(ITEMS / 2);
    }
  }

  private static List<String> ids(Recommender recommender, int year, double diversity) {
    Steering steering =
        Steering.by(Filter.parse("year = " + year, Set.of())).turned(new Knobs(diversity, 0.0));
    RecommendationQuery query =
        new RecommendationQuery("u", List.of(), 100, Set.of(), SeenPolicy.EXCLUDE, steering);
    return recommender.recommend(query).stream().map(Recommendation::itemId).toList();
  }

  private List<String> eligible(int year) {
    return world.catalogue().stream()
        .filter(item -> item.getAvailable() && item.getYear() == year)
        .map(Item::getItemId)
        .filter(id -> !rated.contains(id))
        .toList();
  }
}
