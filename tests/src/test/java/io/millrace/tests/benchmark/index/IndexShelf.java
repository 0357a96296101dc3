package io.millrace.tests.benchmark.index;

import io.millrace.model.retrieval.ItemIndex;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Built indexes in a directory: each is built once, and read from there afterwards. One thread. */
final class IndexShelf {
  private final Path directory;
  private final List<Cost> costs = new ArrayList<>();

  IndexShelf(Path directory) {
    this.directory = directory;
  }

  /** What was built and read so far. */
  List<Cost> costs() {
    return List.copyOf(costs);
  }

  /** An engine's index over a catalogue; exact search is made anew each time. */
  SearchedIndex take(String engine, ClusteredCatalogue catalogue) throws IOException {
    Files.createDirectories(directory);
    return switch (engine) {
      case MillraceSearch.ENGINE -> new MillraceSearch(millrace(catalogue));
      case LuceneSearch.ENGINE -> lucene(catalogue);
      case ExactSearch.ENGINE -> exact(catalogue);
      default -> throw new IllegalArgumentException("engine: must be known, was " + engine);
    };
  }

  private ExactSearch exact(ClusteredCatalogue catalogue) throws IOException {
    return told(
        Cost.of(
            ExactSearch.ENGINE,
            catalogue.items(),
            "build",
            directory.resolve("none"),
            () -> ExactSearch.of(catalogue)));
  }

  /** The index that serves. */
  ItemIndex millrace(ClusteredCatalogue catalogue) throws IOException {
    Path file = directory.resolve("millrace-" + catalogue.items());
    String engine = MillraceSearch.ENGINE;
    if (Files.exists(file)) {
      return told(Cost.of(engine, catalogue.items(), "load", file, () -> ItemIndex.load(file)));
    }
    ItemIndex built =
        told(
            Cost.of(
                engine,
                catalogue.items(),
                "build",
                file,
                () -> ItemIndex.build(catalogue.ids(), catalogue.vectors())));
    built.save(file);
    return built;
  }

  private LuceneSearch lucene(ClusteredCatalogue catalogue) throws IOException {
    Path path = directory.resolve("lucene-" + catalogue.items());
    Cost.Action<LuceneSearch> opening = () -> LuceneSearch.open(path);
    if (LuceneSearch.isIn(path)) {
      return told(Cost.of(LuceneSearch.ENGINE, catalogue.items(), "open", path, opening));
    }
    return told(
        Cost.of(
            LuceneSearch.ENGINE,
            catalogue.items(),
            "build",
            path,
            () -> {
              LuceneSearch.build(catalogue, path);
              return LuceneSearch.open(path);
            }));
  }

  private <T> T told(Cost.Made<T> made) {
    costs.add(made.cost());
    return made.made();
  }
}
