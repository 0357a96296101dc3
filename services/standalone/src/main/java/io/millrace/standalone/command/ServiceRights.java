package io.millrace.standalone.command;

import static org.apache.kafka.common.acl.AclOperation.ALTER_CONFIGS;
import static org.apache.kafka.common.acl.AclOperation.CREATE;
import static org.apache.kafka.common.acl.AclOperation.DELETE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE_CONFIGS;
import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;
import static org.apache.kafka.common.resource.PatternType.LITERAL;
import static org.apache.kafka.common.resource.PatternType.PREFIXED;
import static org.apache.kafka.common.resource.ResourceType.GROUP;
import static org.apache.kafka.common.resource.ResourceType.TOPIC;
import static org.apache.kafka.common.resource.ResourceType.TRANSACTIONAL_ID;

import io.millrace.schemas.Topic;
import io.millrace.schemas.Topics;
import io.millrace.standalone.backup.Dump;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/** What each service has to be allowed by brokers that ask: no more than it needs. */
enum ServiceRights {
  /**
   * Folds events into features, with Kafka Streams; erases people: it reads and writes anew the
   * topics that only grow, and rolls, by their segment size, those that are compacted.
   */
  FEATURES {
    @Override
    Stream<Right> rights(String applicationId) {
      return Stream.concat(folding(applicationId), erasing(applicationId));
    }

    private Stream<Right> folding(String applicationId) {
      return Stream.of(
              on(READ, Topics.RATINGS, Topics.ITEMS, Topics.USERS),
              on(READ, Topics.FEEDBACK, Topics.EXPERIMENTS),
              on(WRITE, Topics.USER_FEATURES, Topics.USER_ITEMS, Topics.ITEM_FEATURES),
              on(WRITE, Topics.ITEM_TRANSITIONS, Topics.TRAINING_EXAMPLES),
              on(WRITE, Topics.EXPERIMENT_RESULTS, Topics.REJECTS),
              below(TOPIC, applicationId, READ, WRITE, CREATE, DELETE),
              Stream.of(new Right(READ, GROUP, applicationId, LITERAL)),
              below(GROUP, applicationId, READ),
              below(TRANSACTIONAL_ID, applicationId, WRITE))
          .flatMap(rights -> rights);
    }

    private Stream<Right> erasing(String applicationId) {
      Topic<?>[] growing = {Topics.RATINGS, Topics.FEEDBACK, Topics.REJECTS};
      Topic<?>[] compacted = {
        Topics.USERS, Topics.USER_FEATURES, Topics.USER_ITEMS, Topics.TRAINING_EXAMPLES
      };
      return Stream.of(
              on(READ, Topics.REJECTS, Topics.USER_ITEMS),
              on(WRITE, Topics.RATINGS, Topics.FEEDBACK, Topics.USERS),
              on(DELETE, growing),
              on(DESCRIBE_CONFIGS, growing),
              on(DESCRIBE_CONFIGS, compacted),
              on(ALTER_CONFIGS, growing),
              on(ALTER_CONFIGS, compacted),
              below(TOPIC, applicationId, DESCRIBE_CONFIGS, ALTER_CONFIGS))
          .flatMap(rights -> rights);
    }
  },
  /** Answers; writes what is sent to it; exports what is held of a person. */
  RECOMMEND {
    @Override
    Stream<Right> rights(String applicationId) {
      return Stream.of(
              on(READ, Topics.ITEMS, Topics.USERS, Topics.USER_FEATURES, Topics.USER_ITEMS),
              on(READ, Topics.ITEM_FEATURES, Topics.ITEM_TRANSITIONS, Topics.REJECTS),
              on(READ, Topics.ITEM_EMBEDDINGS, Topics.MODEL_CHUNKS, Topics.MODEL_MANIFESTS),
              on(READ, Topics.TRAININGS, Topics.EXPERIMENTS, Topics.EXPERIMENT_RESULTS),
              on(READ, Topics.CONTROL),
              on(READ, Topics.RATINGS, Topics.FEEDBACK, Topics.TRAINING_EXAMPLES), // exports
              on(WRITE, Topics.RATINGS, Topics.ITEMS, Topics.USERS, Topics.FEEDBACK),
              on(WRITE, Topics.CONTROL, Topics.EXPERIMENTS))
          .flatMap(rights -> rights);
    }
  },
  /** Trains and publishes. */
  TRAINER {
    @Override
    Stream<Right> rights(String applicationId) {
      return Stream.of(
              on(READ, Topics.TRAINING_EXAMPLES, Topics.ITEMS, Topics.USERS, Topics.CONTROL),
              on(READ, Topics.ITEM_EMBEDDINGS, Topics.MODEL_CHUNKS, Topics.MODEL_MANIFESTS),
              on(WRITE, Topics.ITEM_EMBEDDINGS, Topics.MODEL_CHUNKS, Topics.MODEL_MANIFESTS),
              on(READ, Topics.TRAININGS, Topics.EXPERIMENTS),
              on(WRITE, Topics.TRAININGS))
          .flatMap(rights -> rights);
    }
  },
  /** Plays a data set. */
  REPLAY {
    @Override
    Stream<Right> rights(String applicationId) {
      return Stream.of(
              on(READ, Topics.RATINGS),
              on(WRITE, Topics.RATINGS, Topics.ITEMS, Topics.USERS, Topics.REJECTS))
          .flatMap(rights -> rights);
    }
  },
  /** Writes a backup. */
  DUMP {
    @Override
    Stream<Right> rights(String applicationId) {
      return Dump.reads().flatMap(topic -> on(READ, topic));
    }
  },
  /** Creates and describes the topics. */
  TOPICS {
    @Override
    Stream<Right> rights(String applicationId) {
      return Topics.all().stream()
          .flatMap(
              topic ->
                  Stream.of(CREATE, DESCRIBE, DESCRIBE_CONFIGS)
                      .map(operation -> Right.on(operation, topic.name())));
    }
  };

  /**
   * Something that has to be allowed.
   *
   * @param resource kind of what it is about
   * @param name of what it is about
   * @param pattern whether the name is the whole of it, or how it begins
   */
  record Right(AclOperation operation, ResourceType resource, String name, PatternType pattern) {
    static Right on(AclOperation operation, String topic) {
      return new Right(operation, TOPIC, topic, LITERAL);
    }

    /** As brokers take it. */
    AclBinding granted(String principal) {
      return new AclBinding(
          new ResourcePattern(resource, name, pattern),
          new AccessControlEntry(principal, "*", operation, AclPermissionType.ALLOW));
    }

    /** For people. */
    @Override
    public String toString() {
      return "%s %s %s%s"
          .formatted(
              operation,
              resource.toString().toLowerCase(Locale.ROOT),
              name,
              pattern == PREFIXED ? "*" : "");
    }
  }

  /**
   * All that the service needs; to read or write includes to describe.
   *
   * @param applicationId of the features: its group, and with a hyphen what the names of their own
   *     topics, other groups and transactions begin with
   */
  abstract Stream<Right> rights(String applicationId);

  /** As it is written on the command line. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The service of this word. */
  static Optional<ServiceRights> named(String word) {
    return Stream.of(values()).filter(service -> service.word().equals(word)).findAny();
  }

  private static Stream<Right> on(AclOperation operation, Topic<?>... topics) {
    return Stream.of(topics).map(topic -> Right.on(operation, topic.name()));
  }

  private static Stream<Right> below(
      ResourceType resource, String applicationId, AclOperation... operations) {
    return Stream.of(operations)
        .map(operation -> new Right(operation, resource, applicationId + "-", PREFIXED));
  }

  /** All rights, each once. */
  List<Right> list(String applicationId) {
    return rights(applicationId).distinct().toList();
  }
}
