package dev.kecs.storage.internal.sql.arn;

import static org.jooq.impl.DSL.select;

import dev.kecs.storage.error.NotFoundException;
import dev.kecs.storage.internal.sql.run.Sql;
import dev.kecs.storage.internal.sql.statement.Binds;
import dev.kecs.storage.internal.sql.statement.SqlStatement;
import dev.kecs.storage.internal.sql.statement.Violations;
import dev.kecs.storage.model.Arn;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jooq.Record;
import org.jooq.SelectForUpdateOfStep;

/** Locks a row that is to be deleted, so that no new row can refer to it. */
public final class DeletionLock<K extends Arn, T> {
  /** How often it tries before it waits: a few milliseconds, in which other transactions end. */
  private static final int TRIES = 30;

  private final Entity<K, T> entity;
  private final SqlStatement<K, T> tryLock;
  private final SqlStatement<K, T> lock;

  /** Declares it for an entity. */
  public DeletionLock(Entity<K, T> entity) {
    this.entity = entity;
    tryLock =
        SqlStatement.write(
            entity.statement("tryLockForDeletion"),
            in -> forUpdate(in).skipLocked(),
            entity.mapping()::read,
            Violations.none());
    lock =
        SqlStatement.write(
            entity.statement("lockForDeletion"),
            this::forUpdate,
            entity.mapping()::read,
            Violations.none());
  }

  private SelectForUpdateOfStep<Record> forUpdate(Binds<K> in) {
    return select(entity.mapping().fields())
        .from(entity.mapping().table())
        .where(entity.key().is(in))
        .forUpdate();
  }

  /**
   * Locks the row and returns it; empty if it turns out to be in use first.
   *
   * <p>A row that refers to this one locks it FOR KEY SHARE. Such locks do not queue behind one
   * that waits: as long as there is always one, FOR UPDATE waits. But each of them leaves behind a
   * use of the row. So this looks for one as often as it cannot have the lock, before it waits.
   *
   * @throws NotFoundException if there is none
   */
  public Optional<T> take(Sql sql, K arn, BooleanSupplier isUsed) {
    for (int i = 0; i < TRIES; i++) {
      Optional<T> locked = sql.one(tryLock, arn);
      if (locked.isPresent()) {
        return locked;
      }
      if (isUsed.getAsBoolean()) {
        return Optional.empty();
      }
    }
    return Optional.of(entity.untilFound(sql, arn, () -> sql.one(lock, arn)));
  }
}
