package io.millrace.recommend.catalogue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.recommend.http.Fields;
import io.millrace.recommend.http.Json;
import io.millrace.schemas.Demographics;
import io.millrace.schemas.User;
import java.util.Map;

/** What is told of a user, as it is sent and answered. */
final class UserForm {
  private static final int MAX_TEXT = 2000;

  private UserForm() {}

  /** Reads a profile but for the id, noting faults. */
  static User read(String id, Fields fields) {
    Demographics demographics =
        new Demographics(
            fields.integer("age", 0, 150),
            fields.text("gender", 100),
            fields.text("occupation", 200),
            fields.text("zipCode", 100));
    Map<String, String> attributes = fields.textMap("attributes", 100, MAX_TEXT);
    return new User(id, demographics, attributes);
  }

  /** Writes what {@link #read} reads. */
  static ObjectNode json(User user) {
    return Json.object().put("userId", user.getUserId()).setAll(profile(user));
  }

  /** The same without the id. */
  static ObjectNode profile(User user) {
    Demographics demographics = user.getDemographics();
    ObjectNode node =
        Json.object()
            .put("age", demographics.getAge())
            .put("gender", demographics.getGender())
            .put("occupation", demographics.getOccupation())
            .put("zipCode", demographics.getZipCode());
    return node.set("attributes", Json.of(user.getAttributes()));
  }
}
