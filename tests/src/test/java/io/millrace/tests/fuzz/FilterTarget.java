package io.millrace.tests.fuzz;

import io.millrace.fuzzing.FuzzTarget;
import io.millrace.model.filter.Filter;
import io.millrace.model.filter.FilterFault;
import io.millrace.schemas.Item;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** The grammar of filters; what is taken is asked about an item. */
public final class FilterTarget implements FuzzTarget {
  private static final List<String> ATTRIBUTES = List.of("plan");
  private static final Item ITEM =
      new Item("1", "Heat", 1995, List.of("Drama"), Map.of("plan", "free"), true, null);

  @Override
  public List<byte[]> seeds() {
    return FuzzTarget.texts(
        "year >= 1990 and not (genre in ('Drama', 'War') or title = 'Heat')",
        "available = true and plan != 'free'",
        "itemId in ('1','3') or year < 2e3");
  }

  @Override
  public List<String> words() {
    return List.of("and", "or", "not", "(", ")", "'", "in", ">=", "!=", "year", "1e999", "null");
  }

  @Override
  public boolean take(byte[] input) {
    try {
      Filter.parse(new String(input, StandardCharsets.UTF_8), ATTRIBUTES).matches(ITEM);
      return true;
    } catch (FilterFault refused) {
      return false;
    }
  }
}
