package dev.kecs.storage.benchmark;

/** A set of data that workloads share; its text says how large it is. */
interface Data extends AutoCloseable {
  @Override
  void close();
}
