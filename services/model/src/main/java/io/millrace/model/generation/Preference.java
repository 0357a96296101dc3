package io.millrace.model.generation;

import io.millrace.model.recommendation.Generation;
import io.millrace.schemas.Control;
import io.millrace.schemas.ControlCommand;
import io.millrace.schemas.GateVerdict;
import io.millrace.schemas.ModelManifest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which generation should serve, best first: the same on every replica and for the trainer, because
 * it depends on the topics alone.
 *
 * <ul>
 *   <li>no command, or UNPIN: newest first
 *   <li>PIN g: g, then newest first; of {@link Generation#NONE}: none at all
 *   <li>PROMOTE g: g, then newest first; but one published after the command comes before it
 *   <li>ROLL_BACK g, which nobody writes any more: as PROMOTE; without a name the second newest of
 *       those published before the command
 * </ul>
 */
public final class Preference {
  /** Key on the control topic of the one command that counts; a tombstone takes it back. */
  public static final String KEY = "serving";

  /** Key on the control topic of the generation that answers unseen; a tombstone takes it back. */
  public static final String SHADOW_KEY = "shadow";

  private Preference() {}

  /**
   * The published generations, the one that should serve first.
   *
   * @param command the newest value of {@link #KEY}, or null
   */
  public static List<ModelManifest> order(
      Collection<ModelManifest> manifests, @Nullable Control command) {
    List<ModelManifest> newestFirst =
        manifests.stream()
            .filter(m -> m.getVerdict() == GateVerdict.PUBLISHED)
            .sorted(Comparator.comparing(ModelManifest::getGeneration).reversed())
            .toList();
    if (command == null) {
      return newestFirst;
    }
    return switch (command.getCommand()) {
      case PIN -> pinned(newestFirst, command.getGeneration());
      case PROMOTE, ROLL_BACK -> untilNewer(newestFirst, command);
      case UNKNOWN, UNPIN, SHADOW, UNSHADOW, RETRAIN -> newestFirst;
    };
  }

  /** The generation an operator holds on to, or null. */
  public static @Nullable String pinned(@Nullable Control command) {
    return command != null && command.getCommand() == ControlCommand.PIN
        ? command.getGeneration()
        : null;
  }

  /**
   * The generation that answers unseen, or null.
   *
   * @param command the newest value of {@link #SHADOW_KEY}, or null
   */
  public static @Nullable String shadow(@Nullable Control command) {
    return command != null && command.getCommand() == ControlCommand.SHADOW
        ? command.getGeneration()
        : null;
  }

  private static List<ModelManifest> pinned(
      List<ModelManifest> newestFirst, @Nullable String generation) {
    return Generation.NONE.equals(generation)
        ? List.of()
        : first(named(newestFirst, generation), newestFirst);
  }

  private static List<ModelManifest> untilNewer(List<ModelManifest> newestFirst, Control command) {
    List<ModelManifest> later = new ArrayList<>();
    List<ModelManifest> earlier = new ArrayList<>();
    for (ModelManifest manifest : newestFirst) {
      (manifest.getCreatedAt() > command.getRequestedAt() ? later : earlier).add(manifest);
    }
    List<ModelManifest> target =
        command.getGeneration() == null && command.getCommand() == ControlCommand.ROLL_BACK
            ? earlier.stream().skip(1).limit(1).toList()
            : named(earlier, command.getGeneration());
    return first(later, first(target, earlier));
  }

  private static List<ModelManifest> named(List<ModelManifest> all, @Nullable String generation) {
    return all.stream().filter(m -> Objects.equals(m.getGeneration(), generation)).toList();
  }

  private static List<ModelManifest> first(List<ModelManifest> first, List<ModelManifest> then) {
    List<ModelManifest> order = new ArrayList<>(first);
    then.stream().filter(m -> !first.contains(m)).forEach(order::add);
    return order;
  }
}
