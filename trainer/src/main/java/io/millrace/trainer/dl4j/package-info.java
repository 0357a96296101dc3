/** The reference engine: towers and ranker as Deeplearning4j networks on ND4J. */
@NullMarked
package io.millrace.trainer.dl4j;

import org.jspecify.annotations.NullMarked;
