/** Generations in: from embeddings, chunks and manifests on topics to the model that serves. */
@NullMarked
package io.millrace.recommend.generation;

import org.jspecify.annotations.NullMarked;
