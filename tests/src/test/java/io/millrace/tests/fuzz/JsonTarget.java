package io.millrace.tests.fuzz;

import io.millrace.fuzzing.FuzzTarget;
import io.millrace.recommend.http.Json;
import io.millrace.recommend.http.RequestFault;
import java.util.List;

/** JSON as the service reads it; what is taken can be written. */
public final class JsonTarget implements FuzzTarget {
  @Override
  public List<byte[]> seeds() {
    return FuzzTarget.texts(
        "{\"userId\":\"ann\",\"itemId\":1,\"rating\":4.5,\"n\":[1,2,{\"a\":null}]}",
        "1e9999999999"); // an exponent beyond that of any number
  }

  @Override
  public List<String> words() {
    return List.of("[", "]", "{", "}", "\"", "\\u0000", "\\ud800", "1e999999999", "-0", "[[[[[[[[");
  }

  @Override
  public boolean take(byte[] input) {
    try {
      Json.write(Json.read(input));
      return true;
    } catch (RequestFault refused) {
      return false;
    }
  }
}
