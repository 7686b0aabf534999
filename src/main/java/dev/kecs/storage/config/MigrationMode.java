package dev.kecs.storage.config;

import dev.kecs.storage.error.InvalidValueException;

/** What opening a storage does about the schema's version. */
public enum MigrationMode {
  /** Brings the schema up to date, creating it if it is not there. */
  MIGRATE,

  /** Changes nothing, and refuses to open on a schema that this version cannot run on. */
  VALIDATE,

  /** Does not look at the schema's version. */
  NONE;

  /**
   * Reads {@code migrate}, {@code validate} or {@code none}, in any case.
   *
   * @throws InvalidValueException if the text is none of them
   */
  public static MigrationMode parse(String text) {
    return Choice.of(values(), "migration mode", text);
  }
}
