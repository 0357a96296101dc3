package io.millrace.trainer.tracking;

import io.millrace.runtime.DirectoryTree;
import io.millrace.runtime.IoReason;
import io.millrace.runtime.UserFault;
import io.millrace.trainer.RunsSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directories of a service's trainings, one for each generation and the newest few of them, as
 * {@link RunDirectory} has them but for the model, which is on the topics. No training fails of it:
 * what cannot be written is a warning, and the rest of that run is not written. For one thread at a
 * time.
 */
public final class RunArchive {
  private static final Logger log = LoggerFactory.getLogger(RunArchive.class);
  private static final String SETTING = "trainer.runs.directory";
  private static final Pattern GENERATION = Pattern.compile("g\\d+");

  private final RunsSettings settings;

  /** An archive, which nothing is written to yet. */
  public RunArchive(RunsSettings settings) {
    this.settings = settings;
  }

  /**
   * Begins the record of a training; of one that left none of the same name, or did not end.
   *
   * @param generation that would come of it
   * @param effective settings in effect, by full key
   */
  public RunRecord begin(String generation, SortedMap<String, String> effective) {
    if (!settings.enabled()) {
      return RunRecord.NONE;
    }
    Path all = Path.of(settings.directory());
    try {
      RunDirectory directory = new RunDirectory(SETTING, all.resolve(generation), effective);
      removeOld(all);
      return new KeptRecord(directory, fault -> log.warn("{}", fault.getMessage()));
    } catch (UserFault e) {
      log.warn("{}: this training leaves no directory: {}", generation, e.getMessage());
      return RunRecord.NONE;
    }
  }

  /** Names of generations are in the order of their age; other directories are not ours. */
  private void removeOld(Path all) {
    List<Path> runs =
        Run.under(all).stream()
            .filter(run -> GENERATION.matcher(run.getFileName().toString()).matches())
            .toList();
    for (Path old : runs.subList(0, Math.max(0, runs.size() - settings.keep()))) {
      try {
        new DirectoryTree(old).remove();
      } catch (IOException e) {
        log.warn("{}: {} could not be removed: {}", SETTING, old, IoReason.of(e));
      }
    }
  }
}
