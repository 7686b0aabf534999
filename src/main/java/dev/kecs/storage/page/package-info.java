/**
 * Lists, page by page. A page ends with a token, and the next one begins after the last key that
 * the token holds: so a page costs the same wherever it lies, and what exists throughout a walk,
 * and keeps its place in the order, is returned exactly once.
 */
@NullMarked
package dev.kecs.storage.page;

import org.jspecify.annotations.NullMarked;
