package dev.kecs.storage.test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

/**
 * How a race ended: threads that all started at once, each with one thing to do.
 *
 * @param results what those returned that succeeded, in the order of their numbers
 * @param failures what the others threw, in the order of their numbers
 */
public record Race<T>(List<T> results, List<Exception> failures) {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** What each thread does; {@code number} counts from 0. */
  @FunctionalInterface
  public interface Runner<T> {
    /** Runs once, when all are at the start. */
    T run(int number) throws Exception;
  }

  /**
   * Lets so many threads do the same.
   *
   * @throws AssertionError if one threw an {@link Error}, or they are not through within a minute
   */
  public static <T> Race<T> of(int runners, Runner<T> runner) {
    return run(
        IntStream.range(0, runners)
            .<Callable<T>>mapToObj(number -> () -> runner.run(number))
            .toList());
  }

  /**
   * Lets each do its own.
   *
   * @throws AssertionError if one threw an {@link Error}, or they are not through within a minute
   */
  @SafeVarargs
  public static <T> Race<T> between(Callable<? extends T>... runners) {
    List<Callable<T>> calls = new ArrayList<>();
    for (Callable<? extends T> runner : runners) {
      calls.add(runner::call);
    }
    return run(calls);
  }

  private static <T> Race<T> run(List<Callable<T>> runners) {
    CyclicBarrier start = new CyclicBarrier(runners.size());
    List<FutureTask<T>> tasks = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (Callable<T> runner : runners) {
      FutureTask<T> task =
          new FutureTask<>(
              () -> {
                start.await();
                return runner.call();
              });
      Thread thread = new Thread(task, "runner-" + tasks.size());
      thread.setDaemon(true);
      tasks.add(task);
      threads.add(thread);
    }
    threads.forEach(Thread::start);
    try {
      return ended(tasks, System.nanoTime() + LIMIT.toNanos());
    } catch (TimeoutException e) {
      throw notThrough(threads);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("The race was interrupted", e);
    } finally {
      threads.forEach(Thread::interrupt);
    }
  }

  private static <T> Race<T> ended(List<FutureTask<T>> tasks, long end)
      throws InterruptedException, TimeoutException {
    List<T> results = new ArrayList<>();
    List<Exception> failures = new ArrayList<>();
    for (FutureTask<T> task : tasks) {
      try {
        results.add(task.get(end - System.nanoTime(), TimeUnit.NANOSECONDS));
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof Exception failure)) {
          throw new AssertionError("A runner failed", e.getCause());
        }
        failures.add(failure);
      }
    }
    return new Race<>(results, failures);
  }

  /** Says where those hang that are still running. */
  private static AssertionError notThrough(List<Thread> threads) {
    AssertionError error = new AssertionError("Not through within " + LIMIT.toSeconds() + " s");
    for (Thread thread : threads) {
      if (thread.isAlive()) {
        Throwable place = new Throwable(thread.getName() + " is here");
        place.setStackTrace(thread.getStackTrace());
        error.addSuppressed(place);
      }
    }
    return error;
  }
}
