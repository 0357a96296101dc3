package io.millrace.data.movielens;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * How a line is split into fields. Every MovieLens row is one line, so a stray quote spoils its own
 * line only.
 */
enum Format {
  /** Tabs, as in {@code u.data}. */
  TABS("\t"),
  /** Bars, as in {@code u.item}. */
  BARS("|"),
  /** Double colons, as in {@code ratings.dat}. */
  COLONS("::"),
  /** Commas, with fields in double quotes where they contain one (RFC 4180). */
  CSV(",") {
    @Override
    List<String> split(String line) {
      return line.indexOf('"') < 0 ? super.split(line) : quoted(line);
    }
  };

  private final String separator;

  Format(String separator) {
    this.separator = separator;
  }

  /**
   * The fields of a line.
   *
   * @throws FieldFault if the quotes do not pair up
   */
  List<String> split(String line) {
    List<String> fields = new ArrayList<>(4);
    int from = 0;
    for (int at; (at = line.indexOf(separator, from)) >= 0; from = at + separator.length()) {
      fields.add(line.substring(from, at));
    }
    fields.add(line.substring(from));
    return fields;
  }

  private static List<String> quoted(String line) {
    if (line.chars().filter(c -> c == '"').count() % 2 != 0) {
      throw new FieldFault("line", "must have its quotes in pairs", line);
    }
    try (CsvReader<CsvRecord> reader = CsvReader.builder().ofCsvRecord(line)) {
      return reader.stream().findFirst().map(CsvRecord::getFields).orElse(List.of());
    } catch (CsvParseException e) {
      throw new FieldFault("line", "must be CSV with fields in double quotes", line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
