package io.millrace.schemas;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParser;

/** Schemas that records still on the topics may have been written with. Stateless. */
final class EarlierSchemas {
  private EarlierSchemas() {}

  /** As frozen, e.g. {@code Item.v1}. */
  static Schema of(String name) {
    String file = "earlier/" + name + ".avsc";
    try (InputStream in =
        Objects.requireNonNull(EarlierSchemas.class.getResourceAsStream(file), file)) {
      return Objects.requireNonNull(new SchemaParser().parse(in).mainSchema(), file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
