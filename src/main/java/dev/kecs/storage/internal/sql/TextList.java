package dev.kecs.storage.internal.sql;

import java.util.List;
import org.jooq.impl.AbstractConverter;
import org.jspecify.annotations.Nullable;

/** An array of texts without NULLs, as a list. */
@SuppressWarnings("unchecked") // There is no literal for the class of a List<String>.
public final class TextList extends AbstractConverter<String[], List<String>> {
  private static final long serialVersionUID = 1L;

  /** The generated tables make one for each column. */
  public TextList() {
    super(String[].class, (Class<List<String>>) (Class<?>) List.class);
  }

  @Override
  public @Nullable List<String> from(String @Nullable [] array) {
    return array == null ? null : List.of(array);
  }

  @Override
  public String @Nullable [] to(@Nullable List<String> list) {
    return list == null ? null : list.toArray(String[]::new);
  }
}
