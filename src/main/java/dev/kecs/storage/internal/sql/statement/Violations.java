package dev.kecs.storage.internal.sql.statement;

import dev.kecs.storage.error.AlreadyExistsException;
import dev.kecs.storage.error.ReferenceNotFoundException;
import dev.kecs.storage.error.ResourceInUseException;
import dev.kecs.storage.error.StorageException;
import dev.kecs.storage.error.TransactionConflictException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jooq.ForeignKey;
import org.jooq.Index;
import org.jooq.Named;
import org.jooq.UniqueKey;
import org.jspecify.annotations.Nullable;

/** The errors for violated constraints, for statements that run with an {@code A}. */
public final class Violations<A> {
  private final Map<String, BiFunction<? super A, Throwable, StorageException>> errors =
      new HashMap<>();

  private Violations() {}

  /** Begins a table of errors. */
  public static <A> Violations<A> of() {
    return new Violations<>();
  }

  /** Returns the empty table. */
  public static Violations<Object> none() {
    return new Violations<>();
  }

  /** A row with that key exists: {@link AlreadyExistsException}. */
  public Violations<A> taken(UniqueKey<?> key, Function<? super A, String> what) {
    return taken((Named) key, what);
  }

  /** A row with that key exists: {@link AlreadyExistsException}. */
  public Violations<A> taken(Index unique, Function<? super A, String> what) {
    return taken((Named) unique, what);
  }

  private Violations<A> taken(Named key, Function<? super A, String> what) {
    return add(key, (argument, cause) -> new AlreadyExistsException(what.apply(argument), cause));
  }

  /** A row that the written one refers to does not exist: {@link ReferenceNotFoundException}. */
  public Violations<A> missing(ForeignKey<?, ?> key, Function<? super A, String> what) {
    return add(
        key,
        (argument, cause) ->
            new ReferenceNotFoundException(what.apply(argument) + ", which does not exist", cause));
  }

  /** Rows refer to the one that was to be deleted: {@link ResourceInUseException}. */
  public Violations<A> used(ForeignKey<?, ?> key, Function<? super A, String> what) {
    return add(key, (argument, cause) -> new ResourceInUseException(what.apply(argument), cause));
  }

  /**
   * Another transaction stored a row that refers to the one being deleted: {@link
   * TransactionConflictException}, so that, outside a unit of work, the statement runs again.
   */
  public Violations<A> usedMeanwhile(ForeignKey<?, ?> key) {
    return meanwhile(key, "another transaction stored a row that refers to one being deleted");
  }

  /**
   * Another transaction took the key after its former row gave it up: {@link
   * TransactionConflictException}, so that, outside a unit of work, the statement runs again.
   */
  public Violations<A> takenMeanwhile(Index unique) {
    return meanwhile(unique, "another transaction took the key meanwhile");
  }

  private Violations<A> meanwhile(Named constraint, String what) {
    return add(constraint, (argument, cause) -> new TransactionConflictException(what, cause));
  }

  private Violations<A> add(
      Named constraint, BiFunction<? super A, Throwable, StorageException> error) {
    errors.put(constraint.getName(), error);
    return this;
  }

  /** Returns the error for a violated constraint, null if the table has none. */
  public @Nullable StorageException error(
      @Nullable String constraint, A argument, Throwable cause) {
    if (constraint == null) {
      return null;
    }
    BiFunction<? super A, Throwable, StorageException> error = errors.get(constraint);
    if (error == null) {
      // A distributed table's constraints end with the number of the shard.
      error = errors.get(constraint.replaceFirst("_\\d+$", ""));
    }
    return error == null ? null : error.apply(argument, cause);
  }
}
