package io.millrace.tests.fault.schedule;

import io.millrace.tests.fault.cluster.Cluster;
import io.millrace.tests.fault.cluster.Member.Role;
import java.util.Optional;

/** Something that goes wrong in a cluster. What it does to whom is fixed when it is drawn. */
public sealed interface Fault
    permits Kill,
        Pause,
        CutOff,
        RollingRestart,
        LostState,
        CorruptState,
        DiskFull,
        WildClock,
        Poison,
        HalfPublication,
        BrokenModel {
  /** Who has to recover from it; nothing if nobody does. */
  default Optional<Role> victim() {
    return Optional.empty();
  }

  /** Why it cannot strike here, or nothing. */
  default Optional<String> hindrance(Cluster cluster) {
    return Optional.empty();
  }

  /** Does it, and takes its cause away again: what is broken is left to recover. */
  void strike(Arena arena) throws Exception;
}
