package dev.kecs.storage.test;

import java.net.InetSocketAddress;

/** Where a server listens. A host that is an IPv6 address stands in brackets, as in a URL. */
public record Address(String host, int port) {

  /** The same, looked up. */
  InetSocketAddress toSocketAddress() {
    return new InetSocketAddress(host, port);
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
