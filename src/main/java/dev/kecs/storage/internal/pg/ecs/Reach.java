package dev.kecs.storage.internal.pg.ecs;

import static dev.kecs.storage.internal.jooq.Tables.CLUSTERS;
import static org.jooq.impl.DSL.select;

import dev.kecs.storage.ecs.AllClusters;
import dev.kecs.storage.ecs.ClusterArn;
import dev.kecs.storage.ecs.Within;
import dev.kecs.storage.internal.sql.statement.Binds;
import dev.kecs.storage.internal.sql.statement.Filter;
import dev.kecs.storage.internal.sql.statement.Getter;
import dev.kecs.storage.model.Scope;
import java.util.Objects;
import org.jooq.Condition;
import org.jooq.Field;

/** Which clusters' rows a statement means. */
final class Reach {
  private Reach() {}

  /** Begins a filter of rows: those of one cluster, or of all clusters of a scope. */
  static <Q> Filter<Q> within(Field<ClusterArn> cluster, Getter<Q, Within> part) {
    return Filter.<Q>of().equalOr(cluster, part, in -> isOfAll(cluster, in, part));
  }

  private static <Q> Condition isOfAll(
      Field<ClusterArn> cluster, Binds<Q> in, Getter<Q, Within> part) {
    return cluster.in(
        select(CLUSTERS.KEY)
            .from(CLUSTERS)
            .where(
                CLUSTERS.ACCOUNT_ID.eq(
                    in.value(CLUSTERS.ACCOUNT_ID, query -> scope(query, part).account())))
            .and(
                CLUSTERS.REGION.eq(
                    in.value(CLUSTERS.REGION, query -> scope(query, part).region()))));
  }

  private static <Q> Scope scope(Q query, Getter<Q, Within> part) {
    return ((AllClusters) Objects.requireNonNull(part.get(query))).scope();
  }
}
