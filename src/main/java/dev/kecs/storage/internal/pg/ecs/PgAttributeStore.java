package dev.kecs.storage.internal.pg.ecs;

import static dev.kecs.storage.internal.jooq.Tables.ATTRIBUTES;
import static dev.kecs.storage.internal.jooq.Tables.CONTAINER_INSTANCES;
import static org.jooq.impl.DSL.collation;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.excluded;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.insertInto;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectDistinct;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.with;

import dev.kecs.storage.ecs.Attribute;
import dev.kecs.storage.ecs.AttributeKey;
import dev.kecs.storage.ecs.AttributeQuery;
import dev.kecs.storage.ecs.AttributeStore;
import dev.kecs.storage.ecs.ContainerInstanceArn;
import dev.kecs.storage.error.InvalidValueException;
import dev.kecs.storage.error.ReferenceNotFoundException;
import dev.kecs.storage.internal.sql.run.Sql;
import dev.kecs.storage.internal.sql.statement.BatchColumns;
import dev.kecs.storage.internal.sql.statement.BatchTable;
import dev.kecs.storage.internal.sql.statement.Binds;
import dev.kecs.storage.internal.sql.statement.Filter;
import dev.kecs.storage.internal.sql.statement.Keyset;
import dev.kecs.storage.internal.sql.statement.LockingDelete;
import dev.kecs.storage.internal.sql.statement.PageStatement;
import dev.kecs.storage.internal.sql.statement.SqlStatement;
import dev.kecs.storage.internal.sql.statement.Violations;
import dev.kecs.storage.page.Page;
import dev.kecs.storage.page.PageRequest;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jooq.Collation;
import org.jooq.Query;

final class PgAttributeStore implements AttributeStore {
  private static final PageStatement<AttributeQuery, Attribute> LIST =
      new PageStatement<>(
          "attributes.list",
          List.of(ATTRIBUTES.TARGET_TYPE, ATTRIBUTES.TARGET_ARN, ATTRIBUTES.NAME, ATTRIBUTES.VALUE),
          ATTRIBUTES,
          Filter.<AttributeQuery>of()
              .equal(ATTRIBUTES.CLUSTER_KEY, AttributeQuery::cluster)
              .equal(ATTRIBUTES.TARGET_TYPE, AttributeQuery::targetType)
              .equal(ATTRIBUTES.TARGET_ARN, AttributeQuery::targetArn)
              .equal(ATTRIBUTES.NAME, AttributeQuery::name)
              .equal(ATTRIBUTES.VALUE, AttributeQuery::value),
          Keyset.ascending(ATTRIBUTES.TARGET_ARN, ATTRIBUTES.NAME),
          (query, row) ->
              new Attribute(
                  row.get(ATTRIBUTES.TARGET_TYPE),
                  row.get(ATTRIBUTES.TARGET_ARN),
                  row.get(ATTRIBUTES.NAME),
                  row.find(ATTRIBUTES.VALUE)));

  private static final SqlStatement<Collection<ContainerInstanceArn>, ContainerInstanceArn>
      LOCK_TARGETS =
          SqlStatement.write(
              "attributes.lockTargets",
              PgAttributeStore::lockTargets,
              (arns, row) -> row.get(CONTAINER_INSTANCES.ARN),
              Violations.none());

  private static final BatchColumns<Attribute> GIVEN =
      BatchColumns.<Attribute>of()
          .add(ATTRIBUTES.CLUSTER_KEY, attribute -> attribute.targetArn().cluster())
          .add(ATTRIBUTES.TARGET_KEY, Attribute::targetArn)
          .add(ATTRIBUTES.TARGET_TYPE, Attribute::targetType)
          .add(ATTRIBUTES.TARGET_ARN, Attribute::targetArn)
          .add(ATTRIBUTES.NAME, Attribute::name)
          .add(ATTRIBUTES.VALUE, Attribute::value);

  /**
   * The names of the attributes that an agent brings, which are not counted.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-placement-constraints.html#attributes">Attributes</a>
   */
  private static final String STANDARD_NAMES = "^(com[.]amazonaws[.])?ecs[.]";

  /** The collation of the key's columns. Given values have the database's, which may be another. */
  private static final Collation AS_KEYS = collation("C");

  private static final SqlStatement<Collection<Attribute>, ContainerInstanceArn> PUT =
      SqlStatement.write(
          "attributes.put",
          PgAttributeStore::put,
          (attributes, row) -> row.get(ATTRIBUTES.TARGET_ARN),
          Violations.none());

  private static final BatchColumns<AttributeKey> KEYS =
      BatchColumns.<AttributeKey>of()
          .add(ATTRIBUTES.CLUSTER_KEY, key -> key.targetArn().cluster())
          .add(ATTRIBUTES.TARGET_ARN, AttributeKey::targetArn)
          .add(ATTRIBUTES.NAME, AttributeKey::name);

  private static final SqlStatement<Collection<AttributeKey>, Void> DELETE =
      SqlStatement.write("attributes.delete", PgAttributeStore::delete);

  private final Sql sql;

  PgAttributeStore(Sql sql) {
    this.sql = sql;
  }

  @Override
  public void put(Collection<Attribute> attributes) {
    refuseDuplicates(attributes.stream().map(Attribute::key).toList());
    List<ContainerInstanceArn> targets =
        attributes.stream().map(Attribute::targetArn).distinct().toList();
    sql.atomically(
        unit -> {
          lock(unit, targets);
          List<ContainerInstanceArn> overfull = unit.all(PUT, attributes);
          if (!overfull.isEmpty()) {
            throw new InvalidValueException(
                PgContainerInstanceStore.ENTITY.named(overfull.get(0))
                    + " would have more than "
                    + Attribute.MAX_COUNT
                    + " custom attributes");
          }
          return overfull;
        });
  }

  @Override
  public int delete(Collection<AttributeKey> keys) {
    refuseDuplicates(keys);
    return sql.count(DELETE, keys);
  }

  @Override
  public Page<Attribute> list(AttributeQuery query, PageRequest page) {
    return sql.page(LIST, query, page);
  }

  private static void refuseDuplicates(Collection<AttributeKey> keys) {
    Set<AttributeKey> distinct = new HashSet<>();
    for (AttributeKey key : keys) {
      if (!distinct.add(key)) {
        throw new InvalidValueException("attribute " + key + " is there twice");
      }
    }
  }

  private static void lock(Sql unit, Collection<ContainerInstanceArn> targets) {
    Set<ContainerInstanceArn> missing = new LinkedHashSet<>(targets);
    while (true) {
      unit.all(LOCK_TARGETS, missing).forEach(missing::remove);
      if (missing.isEmpty()) {
        return;
      }
      // An instance that was registered again during the wait for its lock is another row now.
      Set<ContainerInstanceArn> gone = new LinkedHashSet<>(missing);
      gone.removeAll(PgContainerInstanceStore.ENTITY.getAll(unit, missing).keySet());
      if (!gone.isEmpty()) {
        throw new ReferenceNotFoundException(
            PgContainerInstanceStore.ENTITY.named(gone.iterator().next())
                + " is to have attributes, and does not exist");
      }
    }
  }

  /**
   * Locks the container instances in the order of their key, and writes them unchanged. So a
   * transaction that does not see what others put since it began loses the conflict.
   */
  private static Query lockTargets(Binds<Collection<ContainerInstanceArn>> in) {
    var locked =
        name("locked")
            .as(
                select(CONTAINER_INSTANCES.CLUSTER_KEY, CONTAINER_INSTANCES.ID)
                    .from(CONTAINER_INSTANCES)
                    .where(PgContainerInstanceStore.ENTITY.key().isOneOf(in))
                    .orderBy(CONTAINER_INSTANCES.CLUSTER_KEY, CONTAINER_INSTANCES.ID)
                    .forNoKeyUpdate());
    return with(locked)
        .update(CONTAINER_INSTANCES)
        .set(CONTAINER_INSTANCES.STATUS, CONTAINER_INSTANCES.STATUS)
        .from(locked)
        .where(CONTAINER_INSTANCES.CLUSTER_KEY.eq(locked.field(CONTAINER_INSTANCES.CLUSTER_KEY)))
        .and(CONTAINER_INSTANCES.ID.eq(locked.field(CONTAINER_INSTANCES.ID)))
        .returningResult(CONTAINER_INSTANCES.ARN);
  }

  /**
   * Puts the attributes, unless a target would have too many custom ones; returns the targets that
   * would.
   */
  private static Query put(Binds<Collection<Attribute>> in) {
    BatchTable rows = in.rows("given", attributes -> attributes, GIVEN);
    var given = name("given").as(select(rows.columns()).from(rows.table()));
    var targets =
        selectDistinct(rows.get(ATTRIBUTES.CLUSTER_KEY), rows.get(ATTRIBUTES.TARGET_ARN))
            .from(given)
            .asTable("targets");
    var all =
        select(ATTRIBUTES.TARGET_ARN, ATTRIBUTES.NAME)
            .from(targets)
            .join(ATTRIBUTES)
            .on(ATTRIBUTES.CLUSTER_KEY.eq(targets.field(ATTRIBUTES.CLUSTER_KEY)))
            .and(ATTRIBUTES.TARGET_ARN.eq(targets.field(ATTRIBUTES.TARGET_ARN)))
            .union(select(rows.get(ATTRIBUTES.TARGET_ARN), rows.get(ATTRIBUTES.NAME)).from(given))
            .asTable("all");
    var overfull =
        name("overfull")
            .as(
                select(all.field(ATTRIBUTES.TARGET_ARN))
                    .from(all)
                    .where(all.field(ATTRIBUTES.NAME).notLikeRegex(inline(STANDARD_NAMES)))
                    .groupBy(all.field(ATTRIBUTES.TARGET_ARN))
                    .having(count().gt(inline(Attribute.MAX_COUNT))));
    var put =
        name("put")
            .as(
                insertInto(ATTRIBUTES, GIVEN.fields())
                    .select(
                        select(rows.columns())
                            .from(given)
                            .where(notExists(selectOne().from(overfull)))
                            .orderBy(
                                rows.get(ATTRIBUTES.CLUSTER_KEY),
                                rows.get(ATTRIBUTES.TARGET_ARN).collate(AS_KEYS),
                                rows.get(ATTRIBUTES.NAME).collate(AS_KEYS)))
                    .onConflict(ATTRIBUTES.CLUSTER_KEY, ATTRIBUTES.TARGET_KEY, ATTRIBUTES.NAME)
                    .doUpdate()
                    .set(ATTRIBUTES.VALUE, excluded(ATTRIBUTES.VALUE))
                    .returningResult(ATTRIBUTES.NAME));
    return with(given)
        .with(overfull)
        .with(put)
        .select(overfull.field(ATTRIBUTES.TARGET_ARN))
        .from(overfull)
        .orderBy(overfull.field(ATTRIBUTES.TARGET_ARN));
  }

  /** Locks the attributes in the order of their key, as putting them does, and deletes them. */
  private static Query delete(Binds<Collection<AttributeKey>> in) {
    BatchTable given = in.rows("given", keys -> keys, KEYS);
    return LockingDelete.waiting(
        ATTRIBUTES,
        select(ATTRIBUTES.CLUSTER_KEY, ATTRIBUTES.TARGET_KEY, ATTRIBUTES.NAME)
            .from(ATTRIBUTES)
            .join(given.table())
            .on(ATTRIBUTES.CLUSTER_KEY.eq(given.get(ATTRIBUTES.CLUSTER_KEY)))
            .and(ATTRIBUTES.TARGET_ARN.eq(given.get(ATTRIBUTES.TARGET_ARN)))
            .and(ATTRIBUTES.NAME.eq(given.get(ATTRIBUTES.NAME)))
            .orderBy(ATTRIBUTES.CLUSTER_KEY, ATTRIBUTES.TARGET_ARN, ATTRIBUTES.NAME)
            .forUpdate()
            .of(ATTRIBUTES));
  }
}
