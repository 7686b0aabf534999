package dev.kecs.storage.benchmark;

/**
 * How one side did in one round.
 *
 * @param micros what a call took, the median
 * @param cpuMicros the client's CPU that a call took, the mean
 * @param perSecond how many calls ended in a second
 */
record Sample(double micros, double cpuMicros, double perSecond) {}
