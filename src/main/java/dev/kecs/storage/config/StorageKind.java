package dev.kecs.storage.config;

import dev.kecs.storage.error.InvalidValueException;

/** Where the data is kept. */
public enum StorageKind {
  /** A PostgreSQL server that the process starts for itself, with its data in a local directory. */
  EMBEDDED,

  /** A PostgreSQL server that somebody else runs. */
  POSTGRES;

  /**
   * Reads {@code embedded} or {@code postgres}, in any case.
   *
   * @throws InvalidValueException if the text is neither
   */
  public static StorageKind parse(String text) {
    return Choice.of(values(), "storage", text);
  }
}
