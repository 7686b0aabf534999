package dev.kecs.storage.internal.pg.ecs;

import dev.kecs.storage.ecs.AllClusters;
import dev.kecs.storage.ecs.ClusterArn;
import dev.kecs.storage.ecs.Within;
import dev.kecs.storage.internal.sql.statement.Filter;
import dev.kecs.storage.internal.sql.statement.Getter;
import java.util.Objects;
import org.jooq.Field;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/** Which clusters' rows a statement means. */
final class Reach {
  private Reach() {}

  /** Begins a filter of rows: those of one cluster, or of all clusters of a scope. */
  static <Q> Filter<Q> within(Field<ClusterArn> cluster, Getter<Q, Within> part) {
    return and(Filter.of(), cluster, part);
  }

  /** Adds that rows are those of one cluster, or of all clusters of a scope. */
  static <Q> Filter<Q> and(Filter<Q> filter, Field<ClusterArn> cluster, Getter<Q, Within> part) {
    Field<String> text = cluster.coerce(SQLDataType.CLOB);
    return filter.equalOr(
        cluster, part, in -> Filter.beginsWith(text, in, query -> prefix(part.get(query))));
  }

  private static String prefix(@Nullable Within within) {
    AllClusters all = (AllClusters) Objects.requireNonNull(within);
    return all.scope().arnPrefix("ecs") + "cluster/";
  }
}
