package io.millrace.trainer.protocol.data;

import io.millrace.runtime.IoReason;
import io.millrace.runtime.Outputs;
import io.millrace.runtime.UserFault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * The users and items that an evaluation is about, and how many ratings they have between them:
 * what a k-core leaves. Written to a file it lets a part of the data be judged as the whole was.
 *
 * <p>The file has a line for each of them: what it is ("ratings", "user" or "item"), a tab, the
 * value.
 *
 * @param ratings in all
 * @param users ids in their order
 * @param items ids in their order, which breaks ties
 */
public record Universe(int ratings, List<String> users, List<String> items) {
  public Universe {
    users = List.copyOf(users);
    items = List.copyOf(items);
  }

  /**
   * Reads a file.
   *
   * @throws UserFault if it cannot be read or is none
   */
  public static Universe read(Path file) {
    TreeSet<String> users = new TreeSet<>(IdOrder.NATURAL);
    TreeSet<String> items = new TreeSet<>(IdOrder.NATURAL);
    Integer ratings = null;
    int number = 0;
    for (String line : lines(file)) {
      number++;
      int tab = line.indexOf('\t');
      String value = line.substring(tab + 1);
      switch (tab < 0 ? "" : line.substring(0, tab)) {
        case "user" -> users.add(value);
        case "item" -> items.add(value);
        case "ratings" -> ratings = number(file, number, value);
        default -> throw malformed(file, number, line);
      }
    }
    if (users.isEmpty() || items.isEmpty()) {
      throw new UserFault(
          "--universe: must name users and items, %s has %d users and %d items; write one with --write-universe"
              .formatted(file, users.size(), items.size()));
    }
    if (ratings == null) {
      throw new UserFault(
          "--universe: must have a line \"ratings\", a tab and how many there are in all, %s has none; write one with --write-universe"
              .formatted(file));
    }
    return new Universe(ratings, List.copyOf(users), List.copyOf(items));
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file, StandardCharsets.UTF_8).stream()
          .filter(line -> !line.isBlank())
          .toList();
    } catch (IOException e) {
      throw new UserFault(
          "--universe: must be a file that can be read, was %s (%s)"
              .formatted(file, IoReason.of(e)),
          e);
    }
  }

  private static int number(Path file, int line, String value) {
    try {
      int ratings = Integer.parseInt(value.strip());
      if (ratings < 0) {
        throw malformed(file, line, value);
      }
      return ratings;
    } catch (NumberFormatException e) {
      throw malformed(file, line, value);
    }
  }

  private static UserFault malformed(Path file, int line, String text) {
    return new UserFault(
        "--universe: each line must be user, item or ratings, a tab and a value; line %d of %s was \"%s\""
            .formatted(line, file, text.substring(0, Math.min(80, text.length()))));
  }

  /**
   * Writes a file.
   *
   * @throws UserFault if it cannot be written
   */
  public void write(Path file) {
    List<String> lines = new ArrayList<>(users.size() + items.size() + 1);
    lines.add("ratings\t" + ratings);
    users.forEach(id -> lines.add("user\t" + id));
    items.forEach(id -> lines.add("item\t" + id));
    Outputs.write("--write-universe", file, String.join("\n", lines) + "\n");
  }
}
