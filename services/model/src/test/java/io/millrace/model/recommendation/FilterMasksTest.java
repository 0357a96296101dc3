package io.millrace.model.recommendation;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.model.feature.FeatureView;
import io.millrace.model.filter.Filter;
import io.millrace.model.retrieval.ItemIndex;
import io.millrace.model.retrieval.ScoredItem;
import io.millrace.schemas.Item;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Items a to d; who makes a mask for old items is held at the last of them. */
class FilterMasksTest {
  private static final Filter NEW = Filter.parse("year > 2000", Set.of());
  private static final Filter OLD = Filter.parse("year < 1990", Set.of());
  private static final List<String> IDS = List.of("a", "b", "c", "d");

  private final TinyWorld world =
      new TinyWorld()
          .put(item("a", 2001))
          .put(item("b", 1980))
          .put(item("c", 2003))
          .put(item("d", 1970));
  private final CountDownLatch reached = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);
  private volatile Thread held = Thread.currentThread();

  private final FeatureView view =
      (FeatureView)
          Proxy.newProxyInstance(
              FeatureView.class.getClassLoader(), new Class<?>[] {FeatureView.class}, this::ask);

  private final ItemIndex index =
      ItemIndex.build(IDS, new float[][] {{1, 0}, {0, 1}, {-1, 0}, {0, -1}});
  private final FilterMasks masks = new FilterMasks(index, view);

  private static Item item(String id, int year) {
    return new Item(id, "Title", year, List.of(), Map.of(), true, null);
  }

  private Object ask(Object proxy, Method method, Object[] arguments) throws Throwable {
    boolean last = method.getName().equals("item") && arguments[0].equals("d");
    if (last && Thread.currentThread() == held) {
      reached.countDown();
      released.await();
    }
    return method.isDefault()
        ? InvocationHandler.invokeDefault(proxy, method, arguments)
        : method.invoke(world, arguments);
  }

  private CompletableFuture<FilterMask> makeHeld() throws InterruptedException {
    CompletableFuture<FilterMask> made = new CompletableFuture<>();
    held = Thread.ofPlatform().daemon().unstarted(() -> made.complete(masks.of(OLD)));
    held.start();
    reached.await();
    return made;
  }

  @Test
  void shouldGiveOneFilterItsMaskWhileThatOfAnotherIsMade() throws Exception {
    held = new Thread();
    masks.of(NEW);
    CompletableFuture<FilterMask> made = makeHeld();

    CompletableFuture<FilterMask> other = CompletableFuture.supplyAsync(() -> masks.of(NEW));

    assertHolds(other.get(1, TimeUnit.MINUTES), "a", "c");
    released.countDown();
    assertHolds(made.get(1, TimeUnit.MINUTES), "b", "d");
  }

  private void assertHolds(FilterMask mask, String... ids) {
    assertThat(mask.catalogue().ids(world.ordinals())).containsExactlyInAnyOrder(ids);
    assertThat(
            index.search(new float[] {1, 0}, 10, Objects.requireNonNull(mask.index()), id -> true))
        .extracting(ScoredItem::itemId)
        .containsExactlyInAnyOrder(ids);
  }

  @Test
  void shouldNotMissWhatChangesWhileAMaskIsMade() throws Exception {
    CompletableFuture<FilterMask> made = makeHeld();

    world.put(item("a", 1950)).put(item("b", 2020));
    masks.changed("a");
    masks.changed("b");
    released.countDown();

    assertHolds(made.get(1, TimeUnit.MINUTES), "a", "d");
  }

  @Test
  void shouldFollowItemsThatTheIndexHasAndThoseThatItLacks() {
    held = new Thread();
    FilterMask mask = masks.of(NEW);
    world.put(item("b", 2010)).put(item("e", 2010)).delete("c");
    for (String id : List.of("b", "c", "e")) {
      masks.changed(id);
    }

    assertThat(mask.catalogue().ids(world.ordinals())).containsExactlyInAnyOrder("a", "b", "e");
    assertThat(mask.catalogue().size()).isEqualTo(3);
    index.put("e", new float[] {1, 0});
    assertHolds(mask, "a", "b", "e");
    index.compact();
    assertHolds(masks.of(NEW), "a", "b", "e");
  }

  @Test
  void shouldForgetWhatWasUsedLongest() {
    held = new Thread();
    for (int year = 0; year < 2 * FilterMasks.MOST; year++) {
      masks.of(Filter.parse("year = " + year, Set.of()));
    }

    assertThat(masks.size()).isEqualTo(FilterMasks.MOST);
  }
}
