package io.millrace.data.movielens;

import java.util.List;
import java.util.Map;

/** What the numbers of MovieLens 1M's {@code users.dat} mean, from its README. */
final class Codes {
  private static final List<String> OCCUPATIONS =
      List.of(
          "other",
          "academic/educator",
          "artist",
          "clerical/admin",
          "college/grad student",
          "customer service",
          "doctor/health care",
          "executive/managerial",
          "farmer",
          "homemaker",
          "K-12 student",
          "lawyer",
          "programmer",
          "retired",
          "sales/marketing",
          "scientist",
          "self-employed",
          "technician/engineer",
          "tradesman/craftsman",
          "unemployed",
          "writer");

  private static final Map<Integer, String> AGE_RANGES =
      Map.of(
          1,
          "Under 18",
          18,
          "18-24",
          25,
          "25-34",
          35,
          "35-44",
          45,
          "45-49",
          50,
          "50-55",
          56,
          "56+");

  private Codes() {}

  /** The occupation in words. */
  static String occupation(int code) {
    if (code < 0 || code >= OCCUPATIONS.size()) {
      throw new FieldFault("occupation", "must be 0 to 20", Integer.toString(code));
    }
    return OCCUPATIONS.get(code);
  }

  /** The bracket that an age code, its lower bound, stands for; empty for any other age. */
  static String ageRange(int age) {
    return AGE_RANGES.getOrDefault(age, "");
  }
}
