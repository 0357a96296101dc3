package io.millrace.standalone.backup;

/** How far a dump or a restoration is. Called by one thread. */
public interface BackupProgress {
  /** Nobody looks. */
  BackupProgress NONE =
      new BackupProgress() {
        @Override
        public void begins(String step, long total) {}

        @Override
        public void to(long done, String note) {}
      };

  /** A step begins; the one before is done. */
  void begins(String step, long total);

  /** The step is so far. */
  void to(long done, String note);
}
