package io.millrace.model.reranking;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Gives pins their places. Stateless. */
public final class Pins {
  private Pins() {}

  /**
   * The items by place, from 1: those with a place there, the others in their order at the places
   * left.
   *
   * @param pins no two of the same place or item
   * @param available which items can be shown; the rest is left out
   */
  public static Map<Integer, String> places(List<Pin> pins, Predicate<String> available) {
    Map<Integer, String> places = new TreeMap<>();
    List<Pin> shown = pins.stream().filter(pin -> available.test(pin.itemId())).toList();
    shown.stream().filter(pin -> pin.place() > 0).forEach(p -> places.put(p.place(), p.itemId()));
    int next = 1;
    for (Pin pin : shown) {
      if (pin.place() == 0) {
        while (places.containsKey(next)) {
          next++;
        }
        places.put(next, pin.itemId());
      }
    }
    return places;
  }
}
