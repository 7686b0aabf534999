package dev.kecs.storage.internal.sql;

import java.util.List;
import org.jooq.impl.AbstractConverter;
import org.jspecify.annotations.Nullable;

/** An array of integers without NULLs, as a list. */
@SuppressWarnings("unchecked") // There is no literal for the class of a List<Integer>.
public final class IntegerList extends AbstractConverter<Integer[], List<Integer>> {
  private static final long serialVersionUID = 1L;

  /** The generated tables make one for each column. */
  public IntegerList() {
    super(Integer[].class, (Class<List<Integer>>) (Class<?>) List.class);
  }

  @Override
  public @Nullable List<Integer> from(Integer @Nullable [] array) {
    return array == null ? null : List.of(array);
  }

  @Override
  public Integer @Nullable [] to(@Nullable List<Integer> list) {
    return list == null ? null : list.toArray(Integer[]::new);
  }
}
