package io.millrace.trainer.run;

import io.millrace.model.bundle.Tensor;
import io.millrace.trainer.dataset.RankerExamples;
import io.millrace.trainer.learner.RankingLoss;
import java.util.List;

/** How the ranker's phase treats the towers: left as they are (staged), or trained on (joint). */
interface RankerPhase {
  /** Examples as the towers of now propose and score them; asked for before every epoch. */
  RankerExamples examples();

  /** One step of gradient descent on some groups of the examples. */
  RankingLoss step(RankerExamples examples, int[] part);

  /** Scales all learning rates. */
  void scaleRate(double factor);

  /** The towers' weights that go with the ranker's of now; none where they stay as they are. */
  List<Tensor> towers();
}
