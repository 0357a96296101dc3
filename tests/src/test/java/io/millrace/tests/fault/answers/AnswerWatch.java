package io.millrace.tests.fault.answers;

import io.millrace.schemas.Item;
import io.millrace.schemas.User;
import io.millrace.tests.rig.Catalogue;
import io.millrace.tests.rig.ServiceClient;
import io.millrace.tests.rig.ServiceClient.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * Asks for recommendations all the while, as clients behind a load balancer would: of an instance
 * that says it is ready, and where that does not answer within {@link #SOON}, of the others, the
 * last of which it gives {@link #PATIENCE}; or, where {@link Manner} says so, of no other. Every
 * answer must be whole, as {@link AnswerCheck} has it. Thread-safe.
 */
public final class AnswerWatch implements AutoCloseable {
  /** How clients ask. */
  public enum Manner {
    /** One, that asks another instance where the first does not answer. */
    FALLING_BACK(1),

    /** Several at once, none of which asks twice; who is not ready is asked only if nobody is. */
    ONCE(4);

    private final int clients;

    Manner(int clients) {
      this.clients = clients;
    }
  }

  private static final Duration SOON = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final long PAUSE_MILLIS = 80;
  private static final long LOOK_MILLIS = 250;
  private static final int ITEMS = 10;
  private static final int SESSIONS = 4;
  private static final int HISTORY = 3;

  private final List<Instance> instances = new ArrayList<>();
  private final AnswerCheck check;
  private final List<String> users;
  private final List<Question> sessions;
  private final Random random;
  private final Manner manner;
  private final List<Thread> asking;
  private final ScheduledExecutorService looking =
      Executors.newScheduledThreadPool(4, Thread.ofPlatform().daemon().name("ready").factory());
  private final List<String> misses = new ArrayList<>();
  private final List<String> torn = new ArrayList<>();
  private final Map<String, Integer> generations = new TreeMap<>();
  private long asked;
  private long answered;
  private long slow;

  /** A place to ask at. */
  private static final class Instance {
    private final int port;
    private final ServiceClient hasty;
    private final ServiceClient patient;
    private volatile boolean ready;

    /** When the last look began that found it ready, of {@link System#nanoTime}. */
    private volatile long readyAt = Long.MIN_VALUE;

    private Instance(int port) {
      this.port = port;
      hasty = new ServiceClient(port, SOON);
      patient = new ServiceClient(port, PATIENCE);
    }

    private void look() throws InterruptedException {
      long now = System.nanoTime();
      ready = hasty.get("/health/ready").status() == 200;
      if (ready) {
        readyAt = now;
      }
    }
  }

  /**
   * How it went.
   *
   * @param asked requests
   * @param answered of these, with a whole answer from either instance
   * @param slow of these, in more than {@link #SOON}
   * @param generations answers by the generation that gave them
   * @param misses requests that got none, in words
   * @param torn answers that were not whole, of an instance that said before and afterwards that it
   *     was ready
   * @param compared scores that were held against what the same generation had told before
   */
  public record Tally(
      long asked,
      long answered,
      long slow,
      Map<String, Integer> generations,
      List<String> misses,
      List<String> torn,
      long compared) {
    /** Share of requests that were answered. */
    public double availability() {
      return asked == 0 ? 1 : (double) answered / asked;
    }
  }

  /** A watch, not started. */
  public AnswerWatch(Manner manner, List<Integer> ports, Catalogue world, long seed) {
    this.manner = manner;
    ports.forEach(port -> instances.add(new Instance(port)));
    List<String> catalogue = world.items().stream().map(Item::getItemId).toList();
    this.check = new AnswerCheck(Set.copyOf(catalogue), ITEMS);
    this.sessions =
        IntStream.range(0, SESSIONS)
            .map(session -> session * HISTORY)
            .mapToObj(from -> Question.session(catalogue.subList(from, from + HISTORY), ITEMS))
            .toList();
    this.users = world.users().stream().map(User::getUserId).toList();
    this.random = new Random(seed);
    this.asking =
        IntStream.range(0, manner.clients)
            .mapToObj(i -> Thread.ofPlatform().daemon().name("answers-" + i).unstarted(this::ask))
            .toList();
  }

  /** Begins to look who is ready. */
  public void startLooking() {
    for (Instance instance : instances) {
      var _ =
          looking.scheduleWithFixedDelay(
              () -> look(instance), 0, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  /** Begins to ask. */
  public void startAsking() {
    asking.forEach(Thread::start);
  }

  private static void look(Instance instance) {
    try {
      instance.look();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether every instance, asked at or after this moment, has said it is ready. */
  public boolean allReadySince(long nanoTime) {
    return instances.stream().allMatch(instance -> instance.readyAt >= nanoTime);
  }

  /** The same of the instances on these ports. */
  public boolean readySince(long nanoTime, Collection<Integer> ports) {
    return instances.stream()
        .filter(instance -> ports.contains(instance.port))
        .allMatch(instance -> instance.readyAt >= nanoTime);
  }

  private void ask() {
    try {
      for (int turn = 0; !Thread.currentThread().isInterrupted(); turn++) {
        askOnce(turn);
        Thread.sleep(PAUSE_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void askOnce(int turn) throws InterruptedException {
    Question question = question();
    StringBuilder story = new StringBuilder();
    long start = System.nanoTime();
    List<Instance> order = order(turn);
    for (Instance instance : order) {
      boolean wasReady = instance.ready;
      boolean last = instance.equals(order.getLast());
      Answer answer = question.ask(last ? instance.patient : instance.hasty);
      String fault = check.fault(question, answer, wasReady);
      if (fault.isEmpty()) {
        count(answer, System.nanoTime() - start);
        return;
      }
      story.append(wasReady ? "ready" : "not ready").append(": ").append(fault).append("; ");
      if (wasReady && fault.startsWith(AnswerCheck.TORN)) {
        suspect(instance, question + " " + fault);
      }
    }
    miss(question + " " + story);
  }

  /** One in two is a session's. */
  private Question question() {
    return random.nextBoolean()
        ? Question.user(users.get(random.nextInt(users.size())), ITEMS)
        : sessions.get(random.nextInt(SESSIONS));
  }

  /** In turn, those that are ready first. */
  private List<Instance> order(int turn) {
    List<Instance> order = new ArrayList<>(instances);
    Collections.rotate(order, turn);
    order.sort(Comparator.comparing((Instance instance) -> !instance.ready));
    return manner == Manner.ONCE ? order.subList(0, 1) : order;
  }

  private synchronized void count(Answer answer, long nanos) {
    asked++;
    answered++;
    slow += nanos > SOON.toNanos() ? 1 : 0;
    generations.merge(answer.body().path("modelVersion").asText(), 1, Integer::sum);
  }

  /** It may have been started anew since it was looked at. */
  private void suspect(Instance instance, String story) throws InterruptedException {
    instance.look();
    if (instance.ready) {
      tear(story);
    }
  }

  private synchronized void tear(String story) {
    torn.add(story);
  }

  private synchronized void miss(String story) {
    asked++;
    misses.add(story);
  }

  /** How it has gone so far. */
  public synchronized Tally tally() {
    return new Tally(
        asked,
        answered,
        slow,
        Map.copyOf(generations),
        List.copyOf(misses),
        List.copyOf(torn),
        check.compared());
  }

  @Override
  public void close() {
    asking.forEach(Thread::interrupt);
    looking.shutdownNow();
    for (Instance instance : instances) {
      instance.hasty.close();
      instance.patient.close();
    }
  }
}
