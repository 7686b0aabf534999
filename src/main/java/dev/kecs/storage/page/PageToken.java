package dev.kecs.storage.page;

import dev.kecs.storage.error.InvalidPageTokenException;
import dev.kecs.storage.internal.check.Text;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * The content of a {@link Page#nextToken()}, for the storage itself. To everybody else the text is
 * opaque, and its content may change with any release.
 *
 * <p>The text is URL-safe and has a checksum that detects damage. It need not prevent forgery,
 * because a token gives access to nothing that the list's own filter does not.
 *
 * @param list the list that it belongs to, such as {@code tasks.list}
 * @param digest a digest of that list's filter and order
 * @param key the key of the last item of the page: Long, Integer, String (of 65,535 bytes at most),
 *     Instant and UUID values, 255 at most
 */
public record PageToken(String list, long digest, List<Object> key) {
  private static final int VERSION = 1;
  private static final int MAX_KEY_SIZE = 255;

  private static final byte LONG = 'L';
  private static final byte INTEGER = 'I';
  private static final byte STRING = 'S';
  private static final byte INSTANT = 'T';
  private static final byte UUID_VALUE = 'U';

  public PageToken {
    key = List.copyOf(key);
    if (key.size() > MAX_KEY_SIZE) {
      throw new IllegalArgumentException(
          "the key has " + key.size() + " values, more than " + MAX_KEY_SIZE);
    }
  }

  /**
   * Returns the token of this text.
   *
   * @throws InvalidPageTokenException if the text is not a token, was altered, or is of another
   *     version
   */
  public static PageToken parse(String text) {
    PageToken token;
    try {
      token = read(Base64.getUrlDecoder().decode(text));
    } catch (IOException | IllegalArgumentException | DateTimeException | ArithmeticException e) {
      throw new InvalidPageTokenException("the page token is malformed", e);
    }
    // The same content can be written in other ways, in base64 and in the strings in it.
    if (!token.encode().equals(text)) {
      throw new InvalidPageTokenException("the page token is malformed");
    }
    return token;
  }

  /**
   * Returns the key that the next page begins after.
   *
   * @param types the types of the key's values
   * @throws InvalidPageTokenException if the token is of another list, filter or order, or if its
   *     key has other types
   */
  public List<Object> keyFor(String list, long digest, List<? extends Class<?>> types) {
    if (!this.list.equals(list)) {
      throw new InvalidPageTokenException("the page token is of another list than " + list);
    }
    if (this.digest != digest || !key.stream().map(Object::getClass).toList().equals(types)) {
      throw new InvalidPageTokenException("the page token is of " + list + " with another filter");
    }
    return key;
  }

  /** Returns the text, in base64 for URLs, without padding. */
  public String encode() {
    ByteArrayOutputStream content = new ByteArrayOutputStream(256);
    try (DataOutputStream out = new DataOutputStream(content)) {
      out.writeByte(VERSION);
      out.writeUTF(list);
      out.writeLong(digest);
      out.writeByte(key.size());
      for (Object value : key) {
        write(value, out);
      }
      out.writeInt(checksum(content.toByteArray(), content.size()));
    } catch (IOException e) {
      throw new IllegalArgumentException("a text of the key is too long for a page token", e);
    }
    return Base64.getUrlEncoder().withoutPadding().encodeToString(content.toByteArray());
  }

  private static PageToken read(byte[] bytes) throws IOException {
    int length = bytes.length - Integer.BYTES;
    if (length < 1 || ByteBuffer.wrap(bytes).getInt(length) != checksum(bytes, length)) {
      throw new IOException("checksum");
    }
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes, 0, length));
    int version = in.readUnsignedByte();
    if (version != VERSION) {
      throw new InvalidPageTokenException("the page token is of the unknown version " + version);
    }
    String list = in.readUTF();
    long digest = in.readLong();
    int size = in.readUnsignedByte();
    List<Object> key = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      key.add(readValue(in));
    }
    return new PageToken(list, digest, key);
  }

  private static void write(Object value, DataOutputStream out) throws IOException {
    if (value instanceof Long number) {
      out.writeByte(LONG);
      out.writeLong(number);
    } else if (value instanceof Integer number) {
      out.writeByte(INTEGER);
      out.writeInt(number);
    } else if (value instanceof String text) {
      out.writeByte(STRING);
      out.writeUTF(text);
    } else if (value instanceof Instant time) {
      out.writeByte(INSTANT);
      out.writeLong(time.getEpochSecond());
      out.writeInt(time.getNano());
    } else if (value instanceof UUID uuid) {
      out.writeByte(UUID_VALUE);
      out.writeLong(uuid.getMostSignificantBits());
      out.writeLong(uuid.getLeastSignificantBits());
    } else {
      throw new IllegalArgumentException("no page token holds a " + value.getClass().getName());
    }
  }

  private static Object readValue(DataInputStream in) throws IOException {
    byte type = in.readByte();
    return switch (type) {
      case LONG -> in.readLong();
      case INTEGER -> in.readInt();
      case STRING -> text(in);
      case INSTANT -> Instant.ofEpochSecond(in.readLong(), in.readInt());
      case UUID_VALUE -> new UUID(in.readLong(), in.readLong());
      default -> throw new IOException("type " + type);
    };
  }

  /** A text of the key goes to the server, where one that it cannot hold would be an error. */
  private static String text(DataInputStream in) throws IOException {
    String text = in.readUTF();
    String fault = Text.faultOf(text);
    if (fault != null) {
      throw new IOException("text " + fault);
    }
    return text;
  }

  private static int checksum(byte[] bytes, int length) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes, 0, length);
    return (int) checksum.getValue();
  }
}
