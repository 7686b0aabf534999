package dev.kecs.storage.internal.migrate;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import dev.kecs.storage.internal.sql.run.SqlErrors;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the pending migrations of a schema, by Flyway: what a host brings is 11 or later, so only
 * what 11 has is used.
 */
final class FlywayRun implements Callback {
  private static final Logger LOG = LoggerFactory.getLogger(FlywayRun.class);

  /** Whoever needs the table waits behind a migration that waits for it, so this is short. */
  private static final Duration LOCK_TIMEOUT = Duration.ofMillis(500);

  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(8);

  /** A lock that was not to be had in time, a deadlock, a lost conflict. */
  private static final Set<String> TRIED_AGAIN = Set.of("55P03", "40P01", "40001");

  private final DataSource owner;
  private final String schema;
  private final Flyway flyway;
  private String step = "preparing the schema";

  FlywayRun(DataSource owner, String schema, List<String> locations) {
    this.owner = owner;
    this.schema = schema;
    FluentConfiguration configuration =
        Flyway.configure(FlywayRun.class.getClassLoader())
            .dataSource(owner)
            .locations(locations.toArray(String[]::new))
            .schemas(schema)
            .table(Installed.HISTORY)
            .placeholderReplacement(false)
            .ignoreMigrationPatterns("*:future")
            .callbacks(this)
            .loggers("slf4j");
    lockInSession(configuration);
    this.flyway = configuration.load();
  }

  /**
   * If a transaction held Flyway's lock, CREATE INDEX CONCURRENTLY would wait for it. Flyway 11
   * does not have what replaced the deprecated method.
   */
  @SuppressWarnings("deprecation")
  private static void lockInSession(FluentConfiguration configuration) {
    configuration
        .getPluginRegister()
        .getPlugin(PostgreSQLConfigurationExtension.class)
        .setTransactionalLock(false);
  }

  /** Returns the migrations that are still to run, oldest first. */
  List<String> pending() {
    try {
      return Arrays.stream(flyway.info().all())
          .filter(
              migration -> migration.getState() == MigrationState.PENDING || hasFailed(migration))
          .map(FlywayRun::named)
          .toList();
    } catch (FlywayException e) {
      throw failed(e);
    }
  }

  /**
   * Runs them all. One that does not get a lock soon is rolled back, which lets the others go on,
   * and is tried again.
   *
   * @param limit how long one is tried again
   */
  void migrate(Duration limit) {
    String waiting = "";
    Duration pause = FIRST_PAUSE;
    Patience patience = new Patience(limit);
    while (true) {
      try {
        forgetFailures();
        flyway.migrate();
        return;
      } catch (FlywayException e) {
        SQLException refusal = MigrationErrors.refusal(e);
        if (refusal == null || !TRIED_AGAIN.contains(SqlErrors.state(refusal))) {
          throw failed(e);
        }
        if (!step.equals(waiting)) {
          waiting = step;
          pause = FIRST_PAUSE;
          patience = new Patience(limit);
        }
        LOG.info("{}: a lock is held by others, trying again in {}", step, pause);
        patience.pause(
            pause,
            step
                + " needs a lock that others hold: look for transactions that stay open, in"
                + " pg_stat_activity",
            refusal);
        pause = Collections.min(List.of(pause.multipliedBy(2), LONGEST_PAUSE));
      }
    }
  }

  /**
   * Lets a migration that failed run again. Flyway keeps those that ran outside of a transaction;
   * such a migration begins with taking away what its former run left.
   */
  private void forgetFailures() {
    if (Arrays.stream(flyway.info().all()).noneMatch(FlywayRun::hasFailed)) {
      return;
    }
    String forget =
        DSL.using(SQLDialect.POSTGRES)
            .renderInlined(
                DSL.deleteFrom(table(name(schema, Installed.HISTORY)))
                    .where(field(name("success"), Boolean.class).isFalse()));
    try (Connection connection = owner.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(forget);
    } catch (SQLException e) {
      throw SqlErrors.running("forgetting a failed migration", e);
    }
  }

  private RuntimeException failed(FlywayException e) {
    return new MigrationErrors(owner, schema).error(step, flyway, e);
  }

  private static boolean hasFailed(MigrationInfo migration) {
    return migration.getState() == MigrationState.FAILED;
  }

  private static String named(MigrationInfo migration) {
    return migration.getVersion() + " " + migration.getDescription();
  }

  @Override
  public boolean supports(Event event, Context context) {
    return event == Event.BEFORE_EACH_MIGRATE;
  }

  @Override
  public boolean canHandleInTransaction(Event event, Context context) {
    return true;
  }

  /** Outside of a transaction, where indexes are made concurrently, a wait stops nobody. */
  @Override
  public void handle(Event event, Context context) {
    step = "migration " + named(context.getMigrationInfo());
    Connection connection = context.getConnection();
    try (Statement statement = connection.createStatement()) {
      if (!connection.getAutoCommit()) {
        statement.execute(
            DSL.using(SQLDialect.POSTGRES)
                .renderInlined(
                    DSL.setLocal(name("lock_timeout"), inline(LOCK_TIMEOUT.toMillis()))));
      }
    } catch (SQLException e) {
      throw new FlywayException(e);
    }
  }

  @Override
  public String getCallbackName() {
    return "kecs-storage";
  }
}
