package io.millrace.recommend.catalogue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.recommend.access.Scope;
import io.millrace.recommend.bulk.Importer;
import io.millrace.recommend.bulk.LineFormat;
import io.millrace.recommend.bulk.LineOutcome;
import io.millrace.recommend.http.Endpoint;
import io.millrace.recommend.http.Faults;
import io.millrace.recommend.http.Fields;
import io.millrace.recommend.http.Request;
import io.millrace.recommend.http.Routes;
import io.millrace.recommend.state.LiveState;
import io.millrace.schemas.Item;
import io.millrace.schemas.Topics;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/**
 * The catalogue, one entry a line: {@code POST /v1/items?wait=applied} takes them as {@link
 * Importer} says, each like a PUT of {@code /v1/items/{id}}; {@code GET /v1/items?format=ndjson}
 * answers all there are, hidden ones too, in no order and as POST takes them back.
 */
public final class ItemLinesEndpoint implements Endpoint {
  private static final String PATH = "/v1/items";

  private final LiveState state;
  private final Importer<Item> importer;

  /**
   * Shows the state and writes to the catalogue.
   *
   * @param lineLimit most bytes of a line
   */
  public ItemLinesEndpoint(LiveState state, CatalogueWriter writer, int lineLimit) {
    this.state = state;
    this.importer = new Importer<>(new Lines(writer), lineLimit);
  }

  @Override
  public void mount(Routes routes) {
    routes.uploadOnly(Scope.ADMIN, HttpMethod.POST, PATH, importer::answer);
    routes.download(Scope.READ, PATH, this::all);
  }

  private Stream<ObjectNode> all(Request request) {
    var query = request.query();
    query.word("format", List.of("ndjson"));
    query.done();
    request.faults().throwIfAny();
    return state.itemIds().stream().map(state::item).filter(Objects::nonNull).map(ItemForm::json);
  }

  private record Lines(CatalogueWriter writer) implements LineFormat<Item> {
    @Override
    public Item read(Fields fields, Faults faults) {
      Item item = ItemForm.read(fields.id("itemId"), fields);
      fields.done();
      return item;
    }

    @Override
    public CompletionStage<LineOutcome> write(Item item, boolean wait) {
      return writer.writeLine(Topics.ITEMS, item.getItemId(), item, wait);
    }
  }
}
