package dev.kecs.storage.test;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;

/** One message of PostgreSQL's protocol: a type, a length that counts itself too, a body. */
final class WireMessage {
  /** The first message of a connection has no type. */
  private static final char NONE = 0;

  private final char type;
  private final byte[] body;

  private WireMessage(char type, byte[] body) {
    this.type = type;
    this.body = body;
  }

  static WireMessage first(DataInputStream in) throws IOException {
    return new WireMessage(NONE, body(in));
  }

  static WireMessage next(DataInputStream in) throws IOException {
    return new WireMessage((char) in.readByte(), body(in));
  }

  private static byte[] body(DataInputStream in) throws IOException {
    byte[] body = new byte[in.readInt() - Integer.BYTES];
    in.readFully(body);
    return body;
  }

  void writeTo(DataOutputStream out) throws IOException {
    if (type != NONE) {
      out.writeByte(type);
    }
    out.writeInt(Integer.BYTES + body.length);
    out.write(body);
  }

  char type() {
    return type;
  }

  /** The number that the body begins with. */
  int code() {
    return ByteBuffer.wrap(body).getInt();
  }

  /** The text at a place among those that the body begins with, each ended by a zero. */
  String text(int place) {
    int begin = 0;
    for (int i = 0; i < place; i++) {
      begin = end(begin) + 1;
    }
    return new String(body, begin, end(begin) - begin, UTF_8);
  }

  private int end(int begin) {
    int end = begin;
    while (body[end] != 0) {
      end++;
    }
    return end;
  }
}
