/**
 * The benchmark: {@code mvn -Pbenchmark test}. Each workload runs in turns with a baseline, {@code
 * Bare...}, {@code Usual...} or {@code PlainTable}, on the same server; {@code
 * src/site/markdown/measuring.md} says what its figures mean.
 */
package dev.kecs.storage.benchmark;
