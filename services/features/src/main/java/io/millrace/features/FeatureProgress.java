package io.millrace.features;

/**
 * How far the feature service has come.
 *
 * @param accepted first ratings since the start of the process
 * @param replaced ratings that took another's place
 * @param duplicate ratings that changed nothing, being there already
 * @param superseded ratings that changed nothing, being older
 * @param rejected records refused
 * @param lag records on sources and repartition topics not committed yet; -1 while not known. 0
 *     means that everything that was there has gone through both sides
 * @param eventsPerSecond valid events of the last second measured
 */
public record FeatureProgress(
    long accepted,
    long replaced,
    long duplicate,
    long superseded,
    long rejected,
    long lag,
    double eventsPerSecond) {
  /** Valid events of every outcome. */
  public long valid() {
    return accepted + replaced + duplicate + superseded;
  }
}
