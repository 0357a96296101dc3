package io.millrace.model.encode;

import io.millrace.schemas.Demographics;

/** Age (known, value), then gender and occupation, one place per word of the vocabularies. */
final class UserProfileGroup implements FeatureGroup<UserContext> {
  private final Vocabulary genders;
  private final Vocabulary occupations;

  UserProfileGroup(Vocabulary genders, Vocabulary occupations) {
    this.genders = genders;
    this.occupations = occupations;
  }

  @Override
  public String name() {
    return "profile";
  }

  @Override
  public int width() {
    return 2 + genders.size() + occupations.size();
  }

  @Override
  public void encode(UserContext context, float[] out, int at) {
    Demographics profile = context.demographics();
    if (profile == null) {
      return;
    }
    if (profile.getAge() != null) {
      out[at] = 1f;
      out[at + 1] = Scaling.clamp(profile.getAge() / 80.0, 0, 1.5);
    }
    mark(genders.place(profile.getGender()), out, at + 2);
    mark(occupations.place(profile.getOccupation()), out, at + 2 + genders.size());
  }

  private static void mark(int place, float[] out, int at) {
    if (place >= 0) {
      out[at + place] = 1f;
    }
  }
}
