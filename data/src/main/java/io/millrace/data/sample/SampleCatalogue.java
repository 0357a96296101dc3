package io.millrace.data.sample;

import io.millrace.schemas.Demographics;
import io.millrace.schemas.Item;
import io.millrace.schemas.User;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** The items and users of a sample, and what is hidden behind them. */
record SampleCatalogue(List<SampleItem> items, List<SampleUser> users) {
  /** One dimension of taste for each genre. */
  static final List<String> GENRES =
      List.of("Action", "Comedy", "Drama", "Romance", "Sci-Fi", "Thriller", "Horror", "Musical");

  private static final List<String> FIRST =
      List.of(
          "Silent",
          "Golden",
          "Broken",
          "Hidden",
          "Distant",
          "Burning",
          "Last",
          "Crooked",
          "Winter",
          "Electric",
          "Paper",
          "Midnight",
          "Stolen",
          "Glass",
          "Wandering",
          "Iron",
          "Second",
          "Forgotten",
          "Scarlet",
          "Hollow");
  private static final List<String> SECOND =
      List.of(
          "River",
          "Garden",
          "Empire",
          "Promise",
          "Station",
          "Orchard",
          "Signal",
          "Harbour",
          "Mirror",
          "Voyage",
          "Letter",
          "Tower",
          "Season",
          "Machine",
          "Shadow",
          "Island",
          "Parade",
          "Verdict",
          "Lantern",
          "Mill",
          "Bridge",
          "Crown",
          "Echo",
          "Frontier",
          "Meadow");
  private static final List<String> OCCUPATIONS =
      List.of("student", "technician", "writer", "scientist", "artist", "retired", "other");
  private static final int SERIES = 3;
  private static final int FIRST_YEAR = 1960;
  private static final int YEARS = 44;

  static SampleCatalogue of(SampleSpec spec) {
    Random random = new Random(spec.seed());
    return new SampleCatalogue(items(spec, random), users(spec, random));
  }

  private static List<SampleItem> items(SampleSpec spec, Random random) {
    List<SampleItem> items = new ArrayList<>();
    int main = 0;
    int side = 0;
    for (int ordinal = 0; ordinal < spec.items(); ordinal++) {
      int part = ordinal % SERIES;
      if (part == 0) {
        main = random.nextInt(GENRES.size());
        side = random.nextInt(GENRES.size());
      }
      double[] taste = taste(random, 0.3);
      taste[main] += 1.6;
      taste[side] += 0.8;
      boolean last = part == SERIES - 1 || ordinal == spec.items() - 1;
      items.add(
          new SampleItem(
              item(ordinal, part, main, side, random),
              taste,
              fame(random),
              random.nextGaussian() * 0.35,
              last ? -1 : ordinal + 1));
    }
    return List.copyOf(items);
  }

  /** A log-normal fame: the most famous tenth draws about half of all choices. */
  private static double fame(Random random) {
    return Math.exp(random.nextGaussian() * 1.1);
  }

  private static Item item(int ordinal, int part, int main, int side, Random random) {
    int series = ordinal / SERIES;
    String name =
        "The %s %s"
            .formatted(
                FIRST.get(series % FIRST.size()),
                SECOND.get((series / FIRST.size() + series) % SECOND.size()));
    List<String> genres =
        main == side ? List.of(GENRES.get(main)) : List.of(GENRES.get(main), GENRES.get(side));
    return Item.newBuilder()
        .setItemId(Integer.toString(ordinal + 1))
        .setTitle(part == 0 ? name : name + " " + "I".repeat(part + 1))
        .setYear(FIRST_YEAR + random.nextInt(YEARS))
        .setGenres(genres)
        .setAttributes(Map.of())
        .build();
  }

  private static List<SampleUser> users(SampleSpec spec, Random random) {
    List<SampleUser> users = new ArrayList<>();
    for (int ordinal = 0; ordinal < spec.users(); ordinal++) {
      int age = 16 + (int) (Math.abs(random.nextGaussian()) * 16);
      boolean woman = random.nextInt(100) < 40;
      double[] taste = taste(random, 0.9);
      taste[woman ? 3 : 0] += 0.6;
      taste[age < 30 ? 4 : 2] += 0.6;
      users.add(new SampleUser(user(ordinal, age, woman, random), taste, kindness(random)));
    }
    return List.copyOf(users);
  }

  private static double kindness(Random random) {
    return random.nextGaussian() * 0.4;
  }

  private static User user(int ordinal, int age, boolean woman, Random random) {
    Demographics demographics =
        Demographics.newBuilder()
            .setAge(age)
            .setGender(woman ? "F" : "M")
            .setOccupation(OCCUPATIONS.get(random.nextInt(OCCUPATIONS.size())))
            .setZipCode("%05d".formatted(random.nextInt(100_000)))
            .build();
    return User.newBuilder()
        .setUserId(Integer.toString(ordinal + 1))
        .setDemographics(demographics)
        .setAttributes(Map.of())
        .build();
  }

  private static double[] taste(Random random, double spread) {
    double[] taste = new double[GENRES.size()];
    for (int i = 0; i < taste.length; i++) {
      taste[i] = random.nextGaussian() * spread;
    }
    return taste;
  }
}
