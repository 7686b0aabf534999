package dev.kecs.storage.benchmark;

import dev.kecs.storage.test.Address;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * The way to a server in another zone: a proxy on loopback by which everything arrives a
 * millisecond later, in each direction. It takes no longer where much is sent: what follows is
 * under way meanwhile.
 */
final class Latency implements AutoCloseable {
  /** How it is called beside the data that is reached by it. */
  static final String WORDS = "1 ms away";

  private static final long NANOS = Duration.ofMillis(1).toNanos();
  private static final int BUFFER = 1 << 16;

  private final Address server;
  private final ServerSocket listener;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

  private Latency(Address server) throws IOException {
    this.server = server;
    this.listener = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
  }

  static Latency to(Address server) throws IOException {
    Latency latency = new Latency(server);
    start(latency::accept);
    return latency;
  }

  /** Where clients connect to. */
  Address address() {
    return new Address(InetAddress.getLoopbackAddress().getHostAddress(), listener.getLocalPort());
  }

  private void accept() throws IOException {
    while (true) {
      Socket client = open(listener.accept());
      Socket there = open(new Socket(server.host(), server.port()));
      new Direction(client, there).start();
      new Direction(there, client).start();
    }
  }

  private Socket open(Socket socket) throws IOException {
    sockets.add(socket);
    socket.setTcpNoDelay(true);
    return socket;
  }

  /** Ends all connections, and accepts no more. */
  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  private static void start(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                // The other end is gone, and whoever talks to it finds out.
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "latency");
    thread.setDaemon(true);
    thread.start();
  }

  @FunctionalInterface
  private interface Work {
    void run() throws IOException, InterruptedException;
  }

  /** What was received at once; nothing at the end. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared, only passed on.
  private record Chunk(long due, byte[] bytes) {}

  /** From one end to the other: one thread receives, another sends what is due. */
  private final class Direction {
    private final Socket from;
    private final Socket to;
    private final BlockingQueue<Chunk> underWay = new LinkedBlockingQueue<>();

    Direction(Socket from, Socket to) {
      this.from = from;
      this.to = to;
    }

    void start() {
      Latency.start(this::receive);
      Latency.start(this::send);
    }

    private void receive() throws IOException {
      byte[] buffer = new byte[BUFFER];
      InputStream in = from.getInputStream();
      try {
        for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
          add(Arrays.copyOf(buffer, length));
        }
      } finally {
        add(new byte[0]);
      }
    }

    private void add(byte[] bytes) {
      underWay.add(new Chunk(System.nanoTime() + NANOS, bytes));
    }

    private void send() throws IOException, InterruptedException {
      // Either end that is gone takes the other along.
      try (from;
          to;
          OutputStream out = to.getOutputStream()) {
        for (Chunk chunk = due(); chunk.bytes.length > 0; chunk = due()) {
          out.write(chunk.bytes);
        }
      } finally {
        sockets.remove(from);
      }
    }

    private Chunk due() throws InterruptedException {
      Chunk chunk = underWay.take();
      long left = chunk.due - System.nanoTime();
      while (left > 0) {
        LockSupport.parkNanos(left);
        left = chunk.due - System.nanoTime();
      }
      return chunk;
    }
  }
}
