package dev.kecs.storage.cli;

import dev.kecs.storage.Storage;
import dev.kecs.storage.config.StorageConfig;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code kecs migrate}. */
@Command(
    name = "migrate",
    description =
        "Brings the schema up to date and ends. For installations where one role owns the schema"
            + " and another, with fewer rights, runs the storage.",
    footer = {
      "",
      "As the owner, once for every new version:",
      "  kecs migrate --postgres-url postgres://owner@db:5432/kecs --grant-to app",
      "Then as the other, who need not own anything:",
      "  kecs start --postgres-url postgres://app@db:5432/kecs"
    })
final class MigrateCommand implements Callable<Integer> {
  /** {@code --check} and {@code --grant-to} exclude each other. */
  private static final class Action {
    @Option(names = "--check", description = "Only tell what would run.")
    private boolean check;

    @Option(
        names = "--grant-to",
        paramLabel = "ROLE",
        description =
            "Then give this role, which must exist, what running needs and no more: to read and"
                + " write rows.")
    private @Nullable String role;
  }

  @ArgGroup private Action action = new Action();

  @Mixin private StorageOptions options = new StorageOptions();

  @Override
  public Integer call() {
    StorageConfig config = options.config();
    if (action.check) {
      tell("Would run: ", Storage.pendingMigrations(config), config);
      return ExitCode.OK;
    }
    tell("Ran: ", Storage.migrate(config), config);
    if (action.role != null) {
      Storage.grant(config, action.role);
      System.out.println(
          "The role " + action.role + " can read and write the rows of " + config.schema() + ".");
    }
    return ExitCode.OK;
  }

  private static void tell(String what, List<String> migrations, StorageConfig config) {
    if (migrations.isEmpty()) {
      System.out.println("The schema " + config.schema() + " is up to date.");
    }
    migrations.forEach(migration -> System.out.println(what + migration));
  }
}
