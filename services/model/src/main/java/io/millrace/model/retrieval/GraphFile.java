package io.millrace.model.retrieval;

import io.github.jbellis.jvector.graph.NodesIterator;
import io.github.jbellis.jvector.graph.OnHeapGraphIndex;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;

/**
 * Writes a graph as JVector reads it back for updates (its heap format, version 4), from a graph
 * that goes on taking updates: JVector's own writer wants it finished for good. The caller keeps
 * updates away meanwhile; searches may run.
 *
 * <p>The format: magic and version, the number of layers and the degree of each, the entry node,
 * then layer by layer the number of nodes and of each its id and its neighbours with a score, which
 * JVector computes anew as it reads.
 */
final class GraphFile {
  private static final int VERSION = 4;

  private final OnHeapGraphIndex graph;
  private final DataOutputStream out;

  private GraphFile(OnHeapGraphIndex graph, DataOutputStream out) {
    this.graph = graph;
    this.out = out;
  }

  /** Writes a graph of one node at least. */
  static void write(OnHeapGraphIndex graph, DataOutputStream out) throws IOException {
    new GraphFile(graph, out).write();
  }

  private void write() throws IOException {
    int layers = graph.getMaxLevel() + 1;
    out.writeInt(OnHeapGraphIndex.MAGIC);
    out.writeInt(VERSION);
    writeDegrees(graph.maxDegrees(), layers);
    out.writeInt(graph.entryNode().node);
    for (int layer = 0; layer < layers; layer++) {
      writeLayer(layer);
    }
  }

  private void writeDegrees(List<Integer> degrees, int layers) throws IOException {
    out.writeInt(layers);
    for (int layer = 0; layer < layers; layer++) {
      out.writeInt(degrees.get(Math.min(layer, degrees.size() - 1)));
    }
  }

  private void writeLayer(int layer) throws IOException {
    out.writeInt(graph.size(layer));
    for (NodesIterator nodes = graph.getNodes(layer); nodes.hasNext(); ) {
      int node = nodes.nextInt();
      NodesIterator neighbours = graph.getNeighborsIterator(layer, node);
      out.writeInt(node);
      out.writeInt(neighbours.size());
      while (neighbours.hasNext()) {
        out.writeInt(neighbours.nextInt());
        out.writeFloat(0);
      }
    }
  }
}
