package io.millrace.trainer.fused;

import static io.millrace.trainer.fused.DoubleMemory.add;
import static io.millrace.trainer.fused.DoubleMemory.at;
import static io.millrace.trainer.fused.DoubleMemory.get;
import static io.millrace.trainer.fused.DoubleMemory.set;
import static io.millrace.trainer.fused.DoubleMemory.valuesOf;

import io.millrace.trainer.kernels.BatchNormState;
import io.millrace.trainer.kernels.ContrastBatch;
import io.millrace.trainer.kernels.DoubleGru;
import io.millrace.trainer.kernels.Floats;
import io.millrace.trainer.kernels.Ints;
import io.millrace.trainer.kernels.Kernels;
import io.millrace.trainer.kernels.Matrix;
import io.millrace.trainer.kernels.RowGradients;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Every kernel as its definition says, in doubles: so that finite differences judge the layers, and
 * not the rounding of floats.
 */
final class DoubleKernels implements Kernels {
  @Override
  public String description() {
    return "doubles";
  }

  @Override
  public Floats floats(long size) {
    return new DoubleMemory(size);
  }

  @Override
  public Ints ints(long size) {
    return new DoubleMemory.Indices(size);
  }

  /** What is used after it was freed shows as no number. */
  @Override
  public void free(Floats memory) {
    Arrays.fill(valuesOf(memory), Double.NaN);
  }

  @Override
  public void free(Ints memory) {
    Arrays.fill(valuesOf(memory), Integer.MIN_VALUE);
  }

  @Override
  public void upload(float[] from, int fromAt, Floats to, long toAt, int count) {
    for (int i = 0; i < count; i++) {
      valuesOf(to)[(int) toAt + i] = from[fromAt + i];
    }
  }

  @Override
  public void upload(int[] from, int fromAt, Ints to, long toAt, int count) {
    System.arraycopy(from, fromAt, valuesOf(to), (int) toAt, count);
  }

  @Override
  public void uploadRows(float[] from, int fromAt, Matrix to, int rows) {
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < to.columns(); c++) {
        set(to, r, c, from[fromAt + r * to.columns() + c]);
      }
    }
  }

  @Override
  public void download(Floats from, long fromAt, float[] to, int toAt, int count) {
    for (int i = 0; i < count; i++) {
      to[toAt + i] = (float) valuesOf(from)[(int) fromAt + i];
    }
  }

  @Override
  public void fill(Floats memory, long from, long to, float value) {
    Arrays.fill(valuesOf(memory), (int) from, (int) to, value);
  }

  @Override
  public void product(
      int m,
      int n,
      int k,
      float alpha,
      Matrix a,
      boolean transposeA,
      Matrix b,
      boolean transposeB,
      float beta,
      Matrix c) {
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        double sum = 0;
        for (int l = 0; l < k; l++) {
          sum +=
              (transposeA ? get(a, l, i) : get(a, i, l))
                  * (transposeB ? get(b, j, l) : get(b, l, j));
        }
        set(c, i, j, alpha * sum + (beta == 0 ? 0 : beta * get(c, i, j)));
      }
    }
  }

  @Override
  public void addBias(int rows, Matrix x, Matrix bias, boolean relu) {
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < x.columns(); c++) {
        double y = get(x, r, c) + get(bias, 0, c);
        set(x, r, c, relu ? Math.max(0, y) : y);
      }
    }
  }

  @Override
  public void addBiasGradient(
      int rows, Matrix y, boolean relu, Matrix gradient, Matrix biasGradient) {
    for (int c = 0; c < gradient.columns(); c++) {
      double sum = 0;
      for (int r = 0; r < rows; r++) {
        if (relu && !(get(y, r, c) > 0)) {
          set(gradient, r, c, 0);
        }
        sum += get(gradient, r, c);
      }
      set(biasGradient, 0, c, sum);
    }
  }

  @Override
  public void batchNorm(
      int rows,
      Matrix x,
      BatchNormState state,
      float momentum,
      float epsilon,
      float keep,
      long seed,
      Matrix y) {
    for (int c = 0; c < x.columns(); c++) {
      double mean = 0;
      for (int r = 0; r < rows; r++) {
        mean += get(x, r, c) / rows;
      }
      double variance = 0;
      for (int r = 0; r < rows; r++) {
        variance += Math.pow(get(x, r, c) - mean, 2) / rows;
      }
      double inverse = 1 / Math.sqrt(variance + epsilon);
      set(state.batchMean(), 0, c, mean);
      set(state.batchInverseDeviation(), 0, c, inverse);
      set(state.mean(), 0, c, momentum * get(state.mean(), 0, c) + (1 - momentum) * mean);
      set(
          state.variance(),
          0,
          c,
          momentum * get(state.variance(), 0, c) + (1 - momentum) * variance);
      for (int r = 0; r < rows; r++) {
        double z =
            get(state.gamma(), 0, c) * (get(x, r, c) - mean) * inverse + get(state.beta(), 0, c);
        set(y, r, c, kept(keep, seed, r, c) ? Math.max(0, z) / keep : 0);
      }
    }
  }

  private static boolean kept(float keep, long seed, int row, int column) {
    return keep >= 1 || new SplittableRandom(seed + 7919L * row + column).nextDouble() < keep;
  }

  @Override
  public void batchNormGradient(
      int rows,
      Matrix x,
      BatchNormState state,
      float keep,
      Matrix y,
      Matrix gradient,
      Matrix gammaGradient,
      Matrix betaGradient) {
    for (int c = 0; c < x.columns(); c++) {
      double mean = get(state.batchMean(), 0, c);
      double inverse = get(state.batchInverseDeviation(), 0, c);
      double sum = 0;
      double along = 0;
      for (int r = 0; r < rows; r++) {
        double g = get(y, r, c) > 0 ? get(gradient, r, c) / keep : 0;
        set(gradient, r, c, g);
        sum += g;
        along += g * (get(x, r, c) - mean) * inverse;
      }
      set(gammaGradient, 0, c, along);
      set(betaGradient, 0, c, sum);
      double by = get(state.gamma(), 0, c) * inverse;
      for (int r = 0; r < rows; r++) {
        double unit = (get(x, r, c) - mean) * inverse;
        set(gradient, r, c, by * (get(gradient, r, c) - sum / rows - unit * along / rows));
      }
    }
  }

  @Override
  public void scaleShiftRelu(int rows, Matrix x, Matrix scale, Matrix shift) {
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < x.columns(); c++) {
        set(x, r, c, Math.max(0, get(x, r, c) * get(scale, 0, c) + get(shift, 0, c)));
      }
    }
  }

  @Override
  public void unitRows(int rows, Matrix x, Matrix unit, Matrix lengths) {
    for (int r = 0; r < rows; r++) {
      double squares = 0;
      for (int c = 0; c < x.columns(); c++) {
        squares += Math.pow(get(x, r, c), 2);
      }
      double length = Math.max(1e-12, Math.sqrt(squares));
      set(lengths, 0, r, length);
      for (int c = 0; c < x.columns(); c++) {
        set(unit, r, c, get(x, r, c) / length);
      }
    }
  }

  @Override
  public void unitRowsGradient(int rows, Matrix unit, Matrix lengths, Matrix gradient) {
    for (int r = 0; r < rows; r++) {
      double along = 0;
      for (int c = 0; c < unit.columns(); c++) {
        along += get(unit, r, c) * get(gradient, r, c);
      }
      for (int c = 0; c < unit.columns(); c++) {
        double g = get(gradient, r, c) - along * get(unit, r, c);
        set(gradient, r, c, g / get(lengths, 0, r));
      }
    }
  }

  @Override
  public void cross(int rows, Matrix x0, Matrix x, Matrix c, Matrix bias, Matrix next) {
    for (int r = 0; r < rows; r++) {
      for (int k = 0; k < x0.columns(); k++) {
        add(c, r, k, get(bias, 0, k));
        set(next, r, k, get(x0, r, k) * get(c, r, k) + get(x, r, k));
      }
    }
  }

  @Override
  public void crossGradient(
      int rows,
      Matrix x0,
      Matrix c,
      Matrix gradient,
      Matrix cGradient,
      @Nullable Matrix x0Gradient,
      Matrix biasGradient) {
    for (int k = 0; k < x0.columns(); k++) {
      double sum = 0;
      for (int r = 0; r < rows; r++) {
        double g = get(gradient, r, k);
        set(cGradient, r, k, g * get(x0, r, k));
        if (x0Gradient != null) {
          add(x0Gradient, r, k, g * get(c, r, k));
        }
        sum += g * get(x0, r, k);
      }
      set(biasGradient, 0, k, sum);
    }
  }

  @Override
  public void gru(
      int steps, Ints starts, Matrix gates, Matrix recurrent, Matrix weight, Matrix state) {
    gru(steps, starts, gates, recurrent, weight, state, DoubleGru::forward);
  }

  @Override
  public void gruGradient(
      int steps,
      Ints starts,
      Matrix gates,
      Matrix recurrent,
      Matrix weight,
      Matrix state,
      Matrix stateGradient) {
    gru(steps, starts, gates, recurrent, weight, state, gru -> gru.backward(grid(stateGradient)));
  }

  private static void gru(
      int steps,
      Ints starts,
      Matrix gates,
      Matrix recurrent,
      Matrix weight,
      Matrix state,
      Consumer<DoubleGru> pass) {
    int[] all = Arrays.copyOf(valuesOf(starts), steps + 1);
    pass.accept(
        new DoubleGru(
            all, state.columns(), grid(gates), grid(recurrent), grid(weight), grid(state)));
  }

  private static DoubleGru.Grid grid(Matrix matrix) {
    return new DoubleGru.Grid() {
      @Override
      public double get(int row, int column) {
        return DoubleMemory.get(matrix, row, column);
      }

      @Override
      public void set(int row, int column, double value) {
        DoubleMemory.set(matrix, row, column, value);
      }
    };
  }

  @Override
  public void gather(int rows, Matrix table, Ints index, Matrix out) {
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < table.columns(); c++) {
        set(out, r, c, get(table, valuesOf(index)[r], c));
      }
    }
  }

  @Override
  public void pool(int rows, int bag, Matrix table, Ints index, Matrix weights, Matrix out) {
    for (int r = 0; r < rows; r++) {
      double total = 0;
      for (int k = 0; k < bag; k++) {
        total += valuesOf(index)[r * bag + k] == 0 ? 0 : get(weights, 0, k);
      }
      for (int c = 0; c < table.columns(); c++) {
        double sum = 0;
        for (int k = 0; k < bag; k++) {
          int row = valuesOf(index)[r * bag + k];
          sum += row == 0 ? 0 : get(weights, 0, k) * get(table, row, c) / total;
        }
        set(out, r, c, sum);
      }
    }
  }

  @Override
  public void contrast(
      int rows,
      int pool,
      Matrix users,
      Matrix items,
      ContrastBatch batch,
      Floats logScale,
      long logScaleAt,
      long seed,
      Matrix userGradient,
      Matrix itemGradient,
      Floats results,
      long resultsAt) {
    zero(rows, userGradient);
    zero(pool, itemGradient);
    double scale = Math.exp(valuesOf(logScale)[(int) logScaleAt]);
    DoubleContrast loss = new DoubleContrast(rows, pool, users, items, batch, scale, seed);
    loss.run(userGradient, itemGradient);
    valuesOf(results)[(int) resultsAt] = loss.meanLoss();
    valuesOf(results)[(int) resultsAt + 1] = loss.logScaleGradient();
  }

  private static void zero(int rows, Matrix m) {
    for (int r = 0; r < rows; r++) {
      int from = at(m, r, 0);
      Arrays.fill(valuesOf(m.data()), from, from + m.columns(), 0);
    }
  }

  @Override
  public void headLoss(
      int rows,
      Matrix out,
      Matrix rating,
      Matrix click,
      float ratingFactor,
      float clickFactor,
      float positiveWeight,
      Matrix gradient,
      Floats results,
      long resultsAt) {
    double squares = 0;
    double entropies = 0;
    for (int r = 0; r < rows; r++) {
      boolean rated = get(rating, 0, r) >= 0;
      double error = rated ? get(out, r, 0) - get(rating, 0, r) : 0;
      squares += error * error;
      set(gradient, r, 0, 2 * ratingFactor * error);
      double label = get(click, 0, r);
      double weight = label < 0 ? 0 : label > 0.5 ? positiveWeight : 1;
      double probability = 1 / (1 + Math.exp(-get(out, r, 1)));
      entropies -=
          weight * (label * Math.log(probability) + (1 - label) * Math.log(1 - probability));
      set(gradient, r, 1, clickFactor * weight * (probability - label));
    }
    valuesOf(results)[(int) resultsAt] = squares;
    valuesOf(results)[(int) resultsAt + 1] = entropies;
  }

  @Override
  public void listLoss(
      int rows,
      Matrix out,
      Matrix rating,
      Matrix click,
      float factor,
      Matrix gradient,
      Floats results,
      long resultsAt) {
    double loss = 0;
    for (int first = 0; first < rows; first++) {
      if (get(rating, 0, first) >= 0 && get(click, 0, first) > 0.5) {
        int end = first + 1;
        while (end < rows && get(rating, 0, end) < 0) {
          end++;
        }
        double sum = 0;
        for (int r = first; r < end; r++) {
          sum += Math.exp(get(out, r, 1));
        }
        for (int r = first; r < end; r++) {
          double share = Math.exp(get(out, r, 1)) / sum;
          add(gradient, r, 1, factor * (r == first ? share - 1 : share));
        }
        loss += Math.log(sum) - get(out, first, 1);
      }
    }
    valuesOf(results)[(int) resultsAt] = loss;
  }

  @Override
  public void clip(
      Floats gradients, long from, long to, float limit, Floats factor, long factorAt) {
    double squares = 0;
    for (long i = from; i < to; i++) {
      squares += Math.pow(valuesOf(gradients)[(int) i], 2);
    }
    valuesOf(factor)[(int) factorAt] = Math.min(1, limit / Math.sqrt(squares));
  }

  @Override
  public void adam(
      Floats weights,
      Floats gradients,
      Floats first,
      Floats second,
      long from,
      long to,
      float rate,
      int step,
      Floats factor,
      long factorAt) {
    for (int i = (int) from; i < to; i++) {
      double g = valuesOf(gradients)[i] * valuesOf(factor)[(int) factorAt];
      adam(valuesOf(weights), valuesOf(first), valuesOf(second), i, g, rate, step);
    }
  }

  private static void adam(
      double[] weights, double[] first, double[] second, int i, double g, double rate, int step) {
    first[i] = 0.9 * first[i] + 0.1 * g;
    second[i] = 0.999 * second[i] + 0.001 * g * g;
    double corrected = rate * Math.sqrt(1 - Math.pow(0.999, step)) / (1 - Math.pow(0.9, step));
    weights[i] -= corrected * first[i] / (Math.sqrt(second[i]) + 1e-8);
  }

  @Override
  public void adamRows(
      Matrix table,
      Matrix first,
      Matrix second,
      int touched,
      RowGradients rows,
      Floats gradients,
      float rate,
      int step) {
    for (int t = 0; t < touched; t++) {
      for (int c = 0; c < table.columns(); c++) {
        double g = 0;
        for (int e = valuesOf(rows.starts())[t]; e < valuesOf(rows.starts())[t + 1]; e++) {
          g += valuesOf(rows.weights())[e] * valuesOf(gradients)[valuesOf(rows.sources())[e] + c];
        }
        int i = at(table, valuesOf(rows.touched())[t], c);
        adam(
            valuesOf(table.data()),
            valuesOf(first.data()),
            valuesOf(second.data()),
            i,
            g,
            rate,
            step);
      }
    }
  }

  @Override
  public void clamp(Floats memory, long from, long to, float least, float greatest) {
    for (int i = (int) from; i < to; i++) {
      valuesOf(memory)[i] = Math.clamp(valuesOf(memory)[i], least, greatest);
    }
  }

  @Override
  public void close() {
    // nothing is held outside the heap
  }
}
