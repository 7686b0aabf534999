package dev.kecs.storage.internal.sql.run;

import dev.kecs.storage.error.AlreadyExistsException;
import dev.kecs.storage.error.InvalidValueException;
import dev.kecs.storage.error.ReferenceNotFoundException;
import dev.kecs.storage.error.ResourceInUseException;
import dev.kecs.storage.error.StorageException;
import dev.kecs.storage.error.TransactionConflictException;
import dev.kecs.storage.internal.sql.statement.StatementCache;
import dev.kecs.storage.transaction.TransactionOptions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Runs each statement by itself, on a connection of the pool; begins units of work. */
public final class PooledSql extends Sql {
  private static final int ATTEMPTS = 5;
  private static final long FIRST_BACKOFF = TimeUnit.MILLISECONDS.toNanos(5);

  private final DataSource pool;
  private final Duration statementTimeout;
  private final boolean settled;

  /**
   * Set while the thread runs a unit's callback: a second connection for it could exhaust the pool.
   */
  private final ThreadLocal<Boolean> inUnit = new ThreadLocal<>();

  private volatile @Nullable StorageException lastError;
  private volatile boolean closed;

  /**
   * Makes one for a pool, which it does not close.
   *
   * @param statementTimeout limits each statement of a unit of work
   * @param settled whether the pool's connections have that limit and are READ COMMITTED; if they
   *     are a host's, each unit of work sets both
   */
  public PooledSql(
      StatementCache statements,
      Clock clock,
      DataSource pool,
      Duration statementTimeout,
      boolean settled) {
    super(statements, clock);
    this.pool = pool;
    this.statementTimeout = statementTimeout;
    this.settled = settled;
  }

  /**
   * Returns the last error that came from the server or the connection to it, null if there was
   * none.
   */
  public @Nullable StorageException lastError() {
    return lastError;
  }

  @Override
  <R> R run(Call<?> call, ConnectionWork<R> work) {
    refuseNow(call.name());
    return retrying(
        ATTEMPTS,
        () -> {
          try (Connection connection = connect()) {
            return work.run(connection);
          } catch (SQLException e) {
            throw remember(SqlErrors.running(call, e));
          }
        });
  }

  @Override
  public <R> R atomically(Function<? super Sql, ? extends R> work) {
    return inTransaction(TransactionOptions.DEFAULT.withRetries(ATTEMPTS - 1), work);
  }

  @Override
  public <R> R atomicallyOnce(Function<? super Sql, ? extends R> work) {
    return inTransaction(TransactionOptions.DEFAULT, work);
  }

  @Override
  public <R> R explained(
      Function<? super Sql, ? extends R> statement, Consumer<? super Sql> explanation) {
    try {
      return statement.apply(this);
    } catch (AlreadyExistsException | ReferenceNotFoundException e) {
      explanation.accept(this);
      throw e;
    }
  }

  /**
   * Runs the work as one transaction. If it loses a conflict, runs it again, as often as the
   * options say.
   */
  public <R> R inTransaction(
      TransactionOptions options, Function<? super UnitSql, ? extends R> work) {
    long began = System.nanoTime();
    return retrying(
        1 + options.retries(),
        () -> {
          try (UnitSql unit = begin(options, began)) {
            R result = guarded(() -> work.apply(unit));
            unit.commit();
            return result;
          }
        });
  }

  /** Begins a transaction on a connection of its own. */
  public UnitSql begin(TransactionOptions options) {
    return begin(options, System.nanoTime());
  }

  private UnitSql begin(TransactionOptions options, long began) {
    Objects.requireNonNull(options, "options");
    refuseNow("begin");
    return new UnitSql(this, connect(), options, began);
  }

  /**
   * Returns what runs statements in the transaction that a host has begun on its connection, and
   * that it ends.
   */
  public Sql on(Connection connection) {
    Objects.requireNonNull(connection, "connection");
    refuseClosed();
    return new HostSql(this, connection);
  }

  /** Refuses all calls from now on. */
  public void close() {
    closed = true;
  }

  /** Returns what a unit of work sets with its first statement. */
  Settings settings(TransactionOptions options) {
    boolean plain =
        options.isolation() == TransactionOptions.Isolation.READ_COMMITTED && !options.readOnly();
    return settled && plain
        ? Settings.NONE
        : new Settings(Settings.mode(options), settled ? null : statementTimeout);
  }

  Duration statementTimeout() {
    return statementTimeout;
  }

  private Connection connect() {
    try {
      return pool.getConnection();
    } catch (SQLException e) {
      refuseClosed();
      throw remember(SqlErrors.connecting(e));
    }
  }

  <E extends StorageException> E remember(E error) {
    boolean isOfValues =
        error instanceof AlreadyExistsException
            || error instanceof ReferenceNotFoundException
            || error instanceof ResourceInUseException
            || error instanceof InvalidValueException;
    if (!isOfValues) {
      lastError = error;
    }
    return error;
  }

  void refuseClosed() {
    if (closed) {
      throw new IllegalStateException("the storage is closed");
    }
  }

  /** Refuses a call on the pool if the storage is closed, or the thread runs a unit of work. */
  public void refuseNow(String name) {
    refuseClosed();
    if (inUnit.get() != null) {
      throw new IllegalStateException(
          name
              + " would not be in the unit of work that this thread runs: use the stores it was given");
    }
  }

  /** Runs a unit's callback. Meanwhile, calls of this thread on the pool are refused. */
  <R> R guarded(Supplier<R> callback) {
    Boolean outer = inUnit.get();
    inUnit.set(true);
    try {
      return callback.get();
    } finally {
      if (outer == null) {
        inUnit.remove();
      }
    }
  }

  private static <R> R retrying(int attempts, Supplier<R> work) {
    for (int attempt = 1; ; attempt++) {
      try {
        return work.get();
      } catch (TransactionConflictException e) {
        if (attempt >= attempts || Thread.currentThread().isInterrupted()) {
          throw e;
        }
        long backoff = FIRST_BACKOFF << Math.min(attempt, 8);
        LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(backoff));
      }
    }
  }
}
