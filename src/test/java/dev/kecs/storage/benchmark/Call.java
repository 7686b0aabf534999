package dev.kecs.storage.benchmark;

/** What one side of a comparison does, once; what it returns is what a caller would use. */
@FunctionalInterface
interface Call {
  Object run() throws Exception;
}
