package dev.kecs.storage.internal.check;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/** The keys that rows are found by, as {@code arn_key} of the schema computes them. */
public final class ArnKey {
  private ArnKey() {}

  /** Returns the first 16 bytes of the SHA-256 of an ARN's text. */
  public static UUID of(String arn) {
    try {
      ByteBuffer digest =
          ByteBuffer.wrap(
              MessageDigest.getInstance("SHA-256").digest(arn.getBytes(StandardCharsets.UTF_8)));
      return new UUID(digest.getLong(), digest.getLong());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
