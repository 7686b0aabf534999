package dev.kecs.storage.test.resource;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Parts that were found other than they should be, by name, without their values. */
public final class Faults {
  private static final int MAX_SHOWN = 60;

  private final List<String> found = new ArrayList<>();

  /** Notes which parts of the first are not the same in the second. */
  public void compare(String what, Record first, Record second, Set<String> but) {
    Parts.differing(first, second, but)
        .forEach(
            name ->
                found.add(
                    "%s: %s is %s, not %s"
                        .formatted(
                            what,
                            name,
                            shown(Parts.read(second, name)),
                            shown(Parts.read(first, name)))));
  }

  /** Fails with those that were noted. */
  public void assertNone() {
    assertThat(found).isEmpty();
  }

  /** Returns the value, or its beginning: it may be of a megabyte. */
  public static String shown(@Nullable Object value) {
    String text = String.valueOf(value);
    return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "…";
  }
}
