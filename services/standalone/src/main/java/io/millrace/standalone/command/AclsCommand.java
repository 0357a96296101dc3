package io.millrace.standalone.command;

import io.millrace.features.FeaturesConfig;
import io.millrace.runtime.IoReason;
import io.millrace.runtime.UserFault;
import io.millrace.runtime.config.Configuration;
import io.millrace.standalone.console.Console;
import io.millrace.standalone.console.LogFile;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AclBinding;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows or grants what each service has to be allowed by brokers that ask. */
@Command(
    name = "acls",
    description =
        "Shows what each service has to be allowed by brokers that ask (ACLs), and grants it.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  millrace topics acls",
      "  millrace topics acls --principals features=User:f,recommend=User:r,trainer=User:t \\",
      "      --create --kafka-properties admin.properties -b kafka:9093"
    })
public final class AclsCommand implements Callable<Integer> {
  @Mixin private KafkaOptions kafkaOptions = new KafkaOptions();
  @Mixin private ConfigurationOptions options = new ConfigurationOptions();

  @Option(
      names = "--principals",
      paramLabel = "SERVICE=PRINCIPAL",
      split = ",",
      description =
          "Who each service logs in as, of features, recommend, trainer, replay, dump and topics"
              + " (default: all of them, as User:millrace-SERVICE).")
  private Map<String, String> principals = new LinkedHashMap<>();

  @Option(
      names = "--create",
      description = "Grant it, with the log-in of --kafka-properties; else it is only shown.")
  private boolean create;

  @Override
  public Integer call() throws InterruptedException {
    LogFile.ofCommand("topics");
    Configuration configuration = options.load("topics");
    String applicationId = configuration.bind("features", FeaturesConfig.class).applicationId();
    List<Grant> grants =
        byService().entrySet().stream()
            .flatMap(
                service ->
                    service.getKey().list(applicationId).stream()
                        .map(right -> new Grant(service.getValue(), right)))
            .toList();
    grants.forEach(grant -> Console.standard().say("%s %s", grant.principal(), grant.right()));
    if (create) {
      create(configuration, grants.stream().map(Grant::binding).toList());
    }
    return 0;
  }

  /** Who is allowed what. */
  private record Grant(String principal, ServiceRights.Right right) {
    AclBinding binding() {
      return right.granted(principal);
    }
  }

  private Map<ServiceRights, String> byService() {
    if (principals.isEmpty()) {
      return Stream.of(ServiceRights.values())
          .collect(
              Collectors.toMap(
                  service -> service,
                  service -> "User:millrace-" + service.word(),
                  (a, b) -> a,
                  LinkedHashMap::new));
    }
    Map<ServiceRights, String> chosen = new LinkedHashMap<>();
    principals.forEach((word, principal) -> chosen.put(service(word), checked(principal)));
    return chosen;
  }

  private static ServiceRights service(String word) {
    return ServiceRights.named(word)
        .orElseThrow(
            () ->
                new UserFault(
                    "--principals: must name one of %s, was \"%s\""
                        .formatted(
                            Stream.of(ServiceRights.values()).map(ServiceRights::word).toList(),
                            word)));
  }

  private static String checked(String principal) {
    if (!principal.matches("[A-Za-z]+:.+")) {
      throw new UserFault(
          "--principals: must be like features=User:NAME, was \"" + principal + "\"");
    }
    return principal;
  }

  private void create(Configuration configuration, List<AclBinding> bindings)
      throws InterruptedException {
    try (Admin admin = Admin.create(kafkaOptions.connect(configuration).admin("millrace-acls"))) {
      admin.createAcls(bindings).all().get();
      Console.standard().say("granted %d", bindings.size());
    } catch (ExecutionException e) {
      throw new UserFault(
          "--create: the brokers refused (%s); the log-in must be allowed to ALTER the cluster, and the brokers must have an authorizer"
              .formatted(IoReason.of(e.getCause() == null ? e : e.getCause())),
          e);
    }
  }
}
