package dev.kecs.storage.benchmark;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Has JMH time a call, for one iteration: so two sides can take turns. It runs in this process, for
 * both sides use one pool, and a JVM for each turn would start longer than it measures.
 */
@State(Scope.Benchmark)
public class Timed {
  private static final double MEDIAN = 50;

  private static volatile @Nullable Call next;

  private @Nullable Call call;

  /** Takes the call before JMH's threads start. */
  @Setup
  public void take() {
    call = next;
  }

  /** Runs the call once. */
  @Benchmark
  public Object run() throws Exception {
    return Objects.requireNonNull(call).run();
  }

  static Sample sample(Call call, int threads, Duration time) throws RunnerException {
    next = call;
    Options options =
        new OptionsBuilder()
            .include(Timed.class.getName())
            .mode(Mode.SampleTime)
            .timeUnit(TimeUnit.MICROSECONDS)
            .forks(0)
            .warmupIterations(0)
            .measurementIterations(1)
            .measurementTime(TimeValue.milliseconds(time.toMillis()))
            .threads(threads)
            .addProfiler(ProcessCpu.class)
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT)
            .build();
    RunResult result = new Runner(options).runSingle();
    return new Sample(
        result.getPrimaryResult().getStatistics().getPercentile(MEDIAN),
        result.getSecondaryResults().get(ProcessCpu.CPU).getScore(),
        result.getSecondaryResults().get(ProcessCpu.RATE).getScore());
  }
}
