package dev.kecs.storage.benchmark;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
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
public class Timed {
  private static final double MEDIAN = 50;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private static volatile Turn turn = new Turn(() -> null);

  /** Runs the call once. */
  @Benchmark
  public Object run(Worker worker) throws Exception {
    return worker.run();
  }

  static Sample sample(Call call, int threads, Duration time) throws RunnerException {
    Turn now = new Turn(call);
    turn = now;
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
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT)
            .build();
    RunResult result = new Runner(options).runSingle();
    return new Sample(
        result.getPrimaryResult().getStatistics().getPercentile(MEDIAN),
        now.cpu.sum() / 1e3 / now.calls.sum(),
        now.perSecond.sum());
  }

  /** What the threads of one iteration share. */
  private record Turn(Call call, LongAdder calls, LongAdder cpu, DoubleAdder perSecond) {
    Turn(Call call) {
      this(call, new LongAdder(), new LongAdder(), new DoubleAdder());
    }
  }

  /**
   * One of JMH's threads. The CPU is its own: that of the process would hold the compiler's, which
   * ends after some minutes.
   */
  @State(Scope.Thread)
  public static class Worker {
    private Turn turn = Timed.turn;
    private long calls;
    private long cpu;
    private long wall;

    /** Begins an iteration. */
    @Setup(Level.Iteration)
    public void begin() {
      turn = Timed.turn;
      calls = 0;
      cpu = THREADS.getCurrentThreadCpuTime();
      wall = System.nanoTime();
    }

    Object run() throws Exception {
      calls++;
      return turn.call.run();
    }

    /** Ends an iteration. */
    @TearDown(Level.Iteration)
    public void end() {
      turn.calls.add(calls);
      turn.cpu.add(THREADS.getCurrentThreadCpuTime() - cpu);
      turn.perSecond.add(calls / ((System.nanoTime() - wall) / 1e9));
    }
  }
}
