package dev.kecs.storage.benchmark;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * Tells JMH what its threads alone do not: the CPU that the client spends on a call, the collector
 * and the pool's threads included, and how many calls end in a second. JMH makes it.
 */
public final class ProcessCpu implements InternalProfiler {
  static final String CPU = "cpu";
  static final String RATE = "rate";

  private static final OperatingSystemMXBean PROCESS =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private long cpu;
  private long wall;

  @Override
  public String getDescription() {
    return "CPU of the process, and calls a second";
  }

  @Override
  public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
    wall = System.nanoTime();
    cpu = PROCESS.getProcessCpuTime();
  }

  @Override
  public Collection<? extends Result<?>> afterIteration(
      BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
    double calls = result.getMetadata().getAllOps();
    return List.of(
        scalar(CPU, (PROCESS.getProcessCpuTime() - cpu) / 1e3 / calls, "us"),
        scalar(RATE, calls / ((System.nanoTime() - wall) / 1e9), "1/s"));
  }

  private static ScalarResult scalar(String name, double value, String unit) {
    return new ScalarResult(name, value, unit, AggregationPolicy.AVG);
  }
}
