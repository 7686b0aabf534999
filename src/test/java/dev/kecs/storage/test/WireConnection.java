package dev.kecs.storage.test;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One client's connection through a {@link Wire}: a thread for each direction. */
final class WireConnection {
  private static final int SSL_REQUEST = 80877103;
  private static final int GSS_REQUEST = 80877104;

  private static final Pattern BEGIN = Pattern.compile("BEGIN[^;]*");

  /** A client that sends nothing for so long is taken to wait for an answer. */
  private static final Duration WAITS = Duration.ofSeconds(1);

  private final Wire wire;
  private final Address address;
  private final Socket client;
  private final Socket server = new Socket();

  /**
   * Statements that the client gave a name, or the empty one; the client's thread alone uses it.
   */
  private final Map<String, String> prepared = new HashMap<>();

  /** What the client ran since its last Sync; the client's thread alone uses it. */
  private final List<String> statements = new ArrayList<>();

  /** What the client has asked for and the server has not answered, up to each Sync or query. */
  private final BlockingQueue<String> asked = new LinkedBlockingQueue<>();

  /** What the server is about to answer, if it is known; the server's thread alone uses it. */
  private @Nullable String next;

  /** What was answered that the client did not wait for; the server's thread alone uses it. */
  private String passed = "";

  /** How often the client has asked; the client's thread alone uses it. */
  private long asks;

  /** At which answer to cut, the client seeing nothing from now on; 0 for none. */
  private volatile long cutAtAnswer;

  WireConnection(Wire wire, Socket client, Address address) {
    this.wire = wire;
    this.client = client;
    this.address = address;
  }

  void start() {
    Wire.daemon("to-server", () -> pump(this::fromClient));
  }

  /** Ends the connection on both sides, at once. */
  void cut() {
    wire.ended(this);
    Wire.closeQuietly(client);
    Wire.closeQuietly(server);
  }

  /** Called while the client sends a statement: cuts once the server has run it. */
  void cutWhenAnswered() {
    cutAtAnswer = asks + 1;
  }

  @FunctionalInterface
  private interface Direction {
    void run() throws IOException, InterruptedException;
  }

  /** An end or an error on one side ends both. */
  private void pump(Direction direction) {
    try {
      direction.run();
    } catch (IOException ended) {
      cut();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      cut();
    }
  }

  private void fromClient() throws IOException, InterruptedException {
    DataInputStream in = in(client);
    WireMessage message = WireMessage.first(in);
    while (message.code() == SSL_REQUEST || message.code() == GSS_REQUEST) {
      wire.awaitThaw(this);
      client.getOutputStream().write('N');
      message = WireMessage.first(in);
    }
    wire.awaitThaw(this);
    server.connect(address.toSocketAddress());
    server.setTcpNoDelay(true);
    client.setTcpNoDelay(true);
    Wire.daemon("to-client", () -> pump(this::fromServer));
    statements.add("(start)");
    ask();
    DataOutputStream out = out(server);
    while (true) {
      pass(message, in, out);
      message = WireMessage.next(in);
      watch(message);
    }
  }

  private void watch(WireMessage message) {
    switch (message.type()) {
      case 'P' -> prepared.put(message.text(0), message.text(1));
      case 'B' -> run(prepared.getOrDefault(message.text(1), ""));
      case 'Q' -> {
        run(message.text(0));
        ask();
      }
      case 'S', 'F' -> ask();
      default -> {}
    }
  }

  private void run(String sql) {
    statements.add(sql);
    wire.statement(this, sql);
  }

  private void ask() {
    asks++;
    asked.add(String.join("; ", statements));
    statements.clear();
  }

  private void fromServer() throws IOException, InterruptedException {
    DataInputStream in = in(server);
    DataOutputStream out = out(client);
    long answers = 0;
    while (true) {
      WireMessage message = WireMessage.next(in);
      if (message.type() == 'Z') {
        countRoundTrip();
        answers++;
      }
      if (cutAtAnswer == 0) {
        pass(message, in, out);
      } else if (answers == cutAtAnswer) {
        throw new EOFException("Cut before the answer was seen");
      }
    }
  }

  /**
   * pgjdbc sends BEGIN as a query of its own, and the first statement after it without waiting for
   * the answer: one round trip. So the answer is held back until the client has asked for more;
   * where it does not, it has waited.
   */
  private void countRoundTrip() throws InterruptedException {
    String answered = next == null ? asked.take() : next;
    next = BEGIN.matcher(answered).matches() ? asked.poll(WAITS.toMillis(), MILLISECONDS) : null;
    if (next == null) {
      wire.roundTrip(passed + answered);
      passed = "";
    } else {
      passed = answered + "; ";
    }
  }

  private void pass(WireMessage message, DataInputStream in, DataOutputStream out)
      throws IOException, InterruptedException {
    wire.awaitThaw(this);
    message.writeTo(out);
    if (in.available() == 0) {
      out.flush();
    }
  }

  private static DataInputStream in(Socket socket) throws IOException {
    return new DataInputStream(new BufferedInputStream(socket.getInputStream()));
  }

  private static DataOutputStream out(Socket socket) throws IOException {
    return new DataOutputStream(new BufferedOutputStream(socket.getOutputStream()));
  }
}
