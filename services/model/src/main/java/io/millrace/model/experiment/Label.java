package io.millrace.model.experiment;

import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an impression says of an arm: {@code id@revision:arm}, several joined by commas. Where the
 * list was interleaved the places of the arm's items follow: {@code id@revision:arm[0 2 3]}.
 *
 * @param places of the arm's items in the list, from 0; null where they are all the arm's
 */
public record Label(
    String experimentId, long revision, String arm, @Nullable List<Integer> places) {
  private static final Pattern FORM =
      Pattern.compile("([^@:]+)@(\\d{1,18}):([^\\[\\]]*)(?:\\[((?:\\d{1,4}(?: \\d{1,4})*)?)])?");

  public Label {
    places = places == null ? null : List.copyOf(places);
  }

  /** All of an impression's; those that cannot be read are left out. */
  public static List<Label> all(@Nullable String text) {
    return text == null
        ? List.of()
        : Stream.of(text.split(",", -1)).map(Label::read).filter(Objects::nonNull).toList();
  }

  private static @Nullable Label read(String text) {
    Matcher found = FORM.matcher(text);
    return found.matches()
        ? new Label(
            found.group(1), Long.parseLong(found.group(2)), found.group(3), places(found.group(4)))
        : null;
  }

  private static @Nullable List<Integer> places(@Nullable String text) {
    return text == null
        ? null
        : Stream.of(text.split(" ")).filter(p -> !p.isEmpty()).map(Integer::valueOf).toList();
  }

  /** As {@link #all} reads it. */
  public String text() {
    String whole = "%s@%d:%s".formatted(experimentId, revision, arm);
    return places == null
        ? whole
        : whole + places.stream().map(String::valueOf).collect(Collectors.joining(" ", "[", "]"));
  }

  /** Whether the item at a place of the list counts for the arm. */
  public boolean has(int place) {
    return places == null || places.contains(place);
  }

  /** The items of a list that count for the arm. */
  public List<String> of(List<String> itemIds) {
    return places == null
        ? itemIds
        : places.stream().filter(place -> place < itemIds.size()).map(itemIds::get).toList();
  }

  /**
   * What a user's state is kept by: of an interleaved experiment they are in both arms.
   *
   * @see #experimentOf
   */
  public String place() {
    return places == null ? experimentId : experimentId + ":" + arm;
  }

  /** The experiment of a {@link #place}. */
  public static String experimentOf(String place) {
    int colon = place.indexOf(':');
    return colon < 0 ? place : place.substring(0, colon);
  }
}
