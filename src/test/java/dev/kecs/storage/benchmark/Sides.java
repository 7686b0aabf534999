package dev.kecs.storage.benchmark;

/**
 * What is compared.
 *
 * @param size of the data, in words
 * @param against what the baseline is, in a word or two
 */
record Sides(String size, String against, Call baseline, Call ours) {}
