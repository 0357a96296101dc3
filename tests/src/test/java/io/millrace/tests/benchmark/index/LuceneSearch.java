package io.millrace.tests.benchmark.index;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.MMapDirectory;

/**
 * Lucene's HNSW over mapped files: one segment, so that documents are numbered as items are, with
 * the degree and the beam that our graph is built with.
 */
final class LuceneSearch implements SearchedIndex {
  static final String ENGINE = "lucene";

  private static final String FIELD = "vector";
  private static final int BUILD_BEAM = 100;

  /** Lucene allows twice as many at the base layer: 32, as ours. */
  private static final int CONNECTIONS = 16;

  private static final double BUFFER_MIB = 2000;

  private final Directory directory;
  private final DirectoryReader reader;
  private final IndexSearcher searcher;

  private LuceneSearch(Directory directory) throws IOException {
    this.directory = directory;
    this.reader = DirectoryReader.open(directory);
    this.searcher = new IndexSearcher(reader);
  }

  /** Opens what {@link #build} wrote. */
  static LuceneSearch open(Path path) throws IOException {
    return new LuceneSearch(new MMapDirectory(path));
  }

  /** Whether there is one in the directory. */
  static boolean isIn(Path path) throws IOException {
    try (Directory directory = new MMapDirectory(path)) {
      return DirectoryReader.indexExists(directory);
    }
  }

  /** Builds it, on one thread: two would each build a segment, to be merged by a third build. */
  static void build(ClusteredCatalogue catalogue, Path path) throws IOException {
    IndexWriterConfig config =
        new IndexWriterConfig()
            .setCodec(codec())
            .setMergePolicy(NoMergePolicy.INSTANCE)
            .setUseCompoundFile(false)
            .setRAMBufferSizeMB(BUFFER_MIB);
    config.setRAMPerThreadHardLimitMB((int) BUFFER_MIB);
    try (Directory directory = new MMapDirectory(path);
        IndexWriter writer = new IndexWriter(directory, config)) {
      for (int i = 0; i < catalogue.items(); i++) {
        Document document = new Document();
        document.add(
            new KnnFloatVectorField(
                FIELD, catalogue.vector(i), VectorSimilarityFunction.DOT_PRODUCT));
        writer.addDocument(document);
      }
    }
  }

  private static Codec codec() {
    return new Lucene104Codec() {
      @Override
      public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
        return new Lucene99HnswVectorsFormat(CONNECTIONS, BUILD_BEAM);
      }
    };
  }

  /** Segments; more than one would mean that documents are not numbered as items are. */
  int segments() {
    return reader.leaves().size();
  }

  @Override
  public String engine() {
    return ENGINE;
  }

  @Override
  public int[] search(float[] query, int k, int beam) {
    try {
      ScoreDoc[] found = searcher.search(new KnnFloatVectorQuery(FIELD, query, beam), k).scoreDocs;
      int[] ordinals = new int[found.length];
      for (int i = 0; i < found.length; i++) {
        ordinals[i] = found[i].doc;
      }
      return ordinals;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      reader.close();
      directory.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
