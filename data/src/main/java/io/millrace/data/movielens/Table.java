package io.millrace.data.movielens;

import io.millrace.data.DatasetFault;
import io.millrace.data.DatasetFault.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.Spliterator;
import java.util.Spliterators.AbstractSpliterator;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * A file as a stream of its rows.
 *
 * @param files where it is
 * @param file its name
 * @param charset its encoding
 * @param format how its lines are split
 * @param header its first line, which is demanded and skipped; empty where it has none
 * @param leastFields fewest fields of a row
 * @param mostFields most fields of a row
 * @param parser a row's meaning
 * @param <T> the meaning
 */
record Table<T>(
    ReleaseFiles files,
    String file,
    Charset charset,
    Format format,
    String header,
    int leastFields,
    int mostFields,
    Parser<T> parser) {

  /** Makes sense of a row. */
  @FunctionalInterface
  interface Parser<T> {
    T parse(Row row);
  }

  /** The rows in file order; the stream closes the file at its end, or when it is closed. */
  Stream<T> stream(Tolerance tolerance) {
    return stream(new Faults(files.place(file), tolerance));
  }

  /** The same; malformed lines end up in faults. */
  Stream<T> stream(Faults faults) {
    Lines lines;
    try {
      InputStream bytes = files.open(file);
      lines = new Lines(bytes, charset);
    } catch (IOException e) {
      throw unreadable(e);
    }
    Rows rows = new Rows(lines, faults);
    return StreamSupport.stream(rows, false).onClose(rows::close);
  }

  private DatasetFault unreadable(IOException e) {
    return new DatasetFault(
        Reason.UNREADABLE,
        "%s: cannot be read to its end (%s); get it again"
            .formatted(files.place(file), e.getMessage()),
        e);
  }

  private T parse(String line, boolean overlong) {
    if (overlong) {
      throw new FieldFault(
          "line", "must have at most %d characters".formatted(Lines.MAX_LENGTH), line);
    }
    Row row = new Row(format.split(line));
    row.requireFields(leastFields, mostFields, line);
    return parser.parse(row);
  }

  private final class Rows extends AbstractSpliterator<T> {
    private final Lines lines;
    private final Faults faults;
    private boolean started;
    private boolean ended;

    Rows(Lines lines, Faults faults) {
      super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL);
      this.lines = lines;
      this.faults = faults;
    }

    @Override
    public boolean tryAdvance(Consumer<? super T> action) {
      if (ended) {
        return false;
      }
      try {
        skipHeader();
        for (String line = lines.next(); line != null; line = lines.next()) {
          T row = line.isEmpty() ? null : parsed(line);
          if (row != null) {
            action.accept(row);
            return true;
          }
        }
        faults.finish();
        close();
        return false;
      } catch (IOException e) {
        throw unreadable(e);
      }
    }

    private @Nullable T parsed(String line) {
      try {
        return parse(line, lines.overlong());
      } catch (FieldFault fault) {
        faults.add(lines.number(), line, fault);
        return null;
      }
    }

    private void skipHeader() throws IOException {
      if (started || header.isEmpty()) {
        return;
      }
      started = true;
      String first = lines.next();
      if (first != null && !first.strip().equals(header)) {
        throw new DatasetFault(
            Reason.MALFORMED,
            "%s, line 1: header: must be \"%s\", was \"%s\""
                .formatted(
                    files.place(file), header, first.substring(0, Math.min(80, first.length()))));
      }
    }

    private void close() {
      ended = true;
      try {
        lines.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
