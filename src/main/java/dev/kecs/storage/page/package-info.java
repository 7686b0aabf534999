/**
 * Lists, page by page. A page comes with a token that holds the key of its last item, and the next
 * page begins after that key. So a page costs the same wherever it lies, and an item that exists
 * during the whole walk and keeps its place in the order is returned exactly once.
 */
@NullMarked
package dev.kecs.storage.page;

import org.jspecify.annotations.NullMarked;
