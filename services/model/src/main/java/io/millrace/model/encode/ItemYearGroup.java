package io.millrace.model.encode;

import io.millrace.schemas.Item;

/** Year of release: known, place in the catalogue's range, its square. */
final class ItemYearGroup implements FeatureGroup<Item> {
  private final YearRange years;

  ItemYearGroup(YearRange years) {
    this.years = years;
  }

  @Override
  public String name() {
    return "year";
  }

  @Override
  public int width() {
    return 3;
  }

  @Override
  public void encode(Item item, float[] out, int at) {
    if (item.getYear() == null) {
      return;
    }
    float place = years.place(item.getYear());
    out[at] = 1f;
    out[at + 1] = place;
    out[at + 2] = place * place;
  }
}
