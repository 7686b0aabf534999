package dev.kecs.storage.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of network between a client and the server: a proxy on loopback that reads PostgreSQL's
 * <a href="https://www.postgresql.org/docs/current/protocol.html">protocol</a>, counts round trips,
 * and breaks where a test wants it to. It declines encryption for the server, so that it can read;
 * a client needs no {@code sslmode} for it, but must not insist on encryption.
 */
public final class Wire implements AutoCloseable {
  private static final int BACKLOG = 100;

  private enum Moment {
    BEFORE_THE_SERVER_SEES_IT,
    BEFORE_ITS_ANSWER_IS_SEEN
  }

  private record Fault(String sql, Moment moment) {}

  private final Address server;
  private final Address address = new Address("127.0.0.1", FreePort.find());
  private final Set<WireConnection> connections = new HashSet<>();
  private @Nullable ServerSocket listener;
  private @Nullable Fault fault;
  private boolean frozen;
  private long roundTrips;
  private @Nullable List<String> recorded;

  private Wire(Address server) {
    this.server = server;
  }

  /** Lays a wire to a server, which accepts connections at {@link #address}. */
  public static Wire to(Address server) {
    Wire wire = new Wire(server);
    wire.accept();
    return wire;
  }

  /** Where clients connect to. */
  public Address address() {
    return address;
  }

  /** The port of {@link #address}, on 127.0.0.1. */
  public int port() {
    return address.port();
  }

  /**
   * How often a client has waited for the server until it was ready for the next query. The start
   * of a connection is one; a BEGIN that goes out with the statement after it is none.
   */
  public synchronized long roundTrips() {
    return roundTrips;
  }

  /** What {@link #roundTripsOf} watches. */
  @FunctionalInterface
  public interface Work {
    /** Does it. */
    void run() throws Exception;
  }

  /**
   * The round trips of all connections while the work is done, each told by its statements: empty
   * text for a pool's probe, {@code (start)} for a new connection.
   */
  public List<String> roundTripsOf(Work work) throws Exception {
    List<String> recording = new ArrayList<>();
    record(recording);
    try {
      work.run();
    } finally {
      record(null);
    }
    return recording;
  }

  private synchronized void record(@Nullable List<String> recording) {
    recorded = recording;
  }

  /**
   * Cuts the connection that next sends a statement with this text in it, before the server gets to
   * see the statement. Once, upper and lower case being the same.
   */
  public synchronized void cutBefore(String sql) {
    fault = new Fault(sql.toLowerCase(Locale.ROOT), Moment.BEFORE_THE_SERVER_SEES_IT);
  }

  /**
   * Cuts the connection that next sends a statement with this text in it, once the server is done
   * with it and before the client gets to see any of its answer. Once, upper and lower case being
   * the same.
   */
  public synchronized void cutAfter(String sql) {
    fault = new Fault(sql.toLowerCase(Locale.ROOT), Moment.BEFORE_ITS_ANSWER_IS_SEEN);
  }

  /** Cuts all connections; new ones are accepted. */
  public void cut() {
    open().forEach(WireConnection::cut);
  }

  /** How many connections there are. */
  public int connections() {
    return open().size();
  }

  private synchronized List<WireConnection> open() {
    return List.copyOf(connections);
  }

  /** Lets nothing through in either direction; connections are accepted and stay, unanswered. */
  public synchronized void freeze() {
    frozen = true;
  }

  /** Lets everything through again, what was held back first. */
  public synchronized void thaw() {
    frozen = false;
    notifyAll();
  }

  /** Refuses new connections; those that are there stay. */
  public synchronized void refuse() {
    if (listener != null) {
      closeQuietly(listener);
      listener = null;
    }
  }

  /** Accepts new connections again; does nothing where they are. */
  public synchronized void accept() {
    if (listener != null) {
      return;
    }
    try {
      ServerSocket socket =
          new ServerSocket(port(), BACKLOG, InetAddress.getByName(address.host()));
      listener = socket;
      daemon("accept", () -> acceptFrom(socket));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void acceptFrom(ServerSocket socket) {
    try {
      while (true) {
        Socket client = socket.accept();
        WireConnection connection = new WireConnection(this, client, server);
        synchronized (this) {
          connections.add(connection);
        }
        connection.start();
      }
    } catch (IOException refused) {
      closeQuietly(socket);
    }
  }

  /** Cuts all connections and accepts no more. */
  @Override
  public void close() {
    refuse();
    thaw();
    cut();
  }

  /** Called for each statement that a client runs, before the server gets it. */
  synchronized void statement(WireConnection connection, String sql) {
    if (fault == null || !sql.toLowerCase(Locale.ROOT).contains(fault.sql())) {
      return;
    }
    if (fault.moment() == Moment.BEFORE_THE_SERVER_SEES_IT) {
      connection.cut();
    } else {
      connection.cutWhenAnswered();
    }
    fault = null;
  }

  /** Called when the server is ready for the next query, before the client learns it. */
  synchronized void roundTrip(String statements) {
    roundTrips++;
    if (recorded != null) {
      recorded.add(statements);
    }
  }

  /** Returns when messages may pass. */
  synchronized void awaitThaw(WireConnection connection) throws InterruptedException {
    while (frozen && connections.contains(connection)) {
      wait();
    }
  }

  synchronized void ended(WireConnection connection) {
    connections.remove(connection);
    notifyAll();
  }

  static void daemon(String name, Runnable work) {
    Thread thread = new Thread(work, "wire-" + name);
    thread.setDaemon(true);
    thread.start();
  }

  static void closeQuietly(AutoCloseable socket) {
    try {
      socket.close();
    } catch (Exception e) {
      // It is closed all the same, and there is nobody to tell.
    }
  }
}
