package dev.kecs.storage.test;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Finds ports for servers that are stopped and started again where they were. */
final class FreePort {
  private static final int LOWEST = 20_000;
  private static final int BELOW = 32_000;
  private static final int TRIES = 100;

  private FreePort() {}

  /**
   * A free port below those that the operating system gives to outgoing connections, so that none
   * of them takes it while its server is down.
   */
  static int find() {
    for (int i = 0; i < TRIES; i++) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST, BELOW);
      try (ServerSocket free = new ServerSocket(port)) {
        return free.getLocalPort();
      } catch (IOException taken) {
        // The next one may be free.
      }
    }
    throw new IllegalStateException("No free port from " + LOWEST + " to " + BELOW);
  }
}
