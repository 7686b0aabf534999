package dev.kecs.storage.benchmark;

import static dev.kecs.storage.benchmark.Lists.PAGE;
import static dev.kecs.storage.benchmark.Metric.CPU;
import static dev.kecs.storage.benchmark.Metric.TIME;
import static dev.kecs.storage.internal.jooq.Tables.TASKS;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.val;

import dev.kecs.storage.ecs.ClusterArn;
import dev.kecs.storage.ecs.Task;
import dev.kecs.storage.ecs.TaskArn;
import dev.kecs.storage.ecs.TaskBuilder;
import dev.kecs.storage.internal.jooq.Kecs;
import dev.kecs.storage.internal.jooq.tables.records.TasksRecord;
import dev.kecs.storage.model.Version;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jooq.conf.MappedSchema;
import org.jooq.conf.RenderMapping;
import org.jooq.conf.Settings;
import org.jooq.impl.DSL;

/**
 * The task store as jOOQ's manual writes it: the statements of {@link BareTasks} in its DSL, each
 * made, rendered and run by jOOQ whenever it is called. What that costs over JDBC by hand is why
 * the storage renders its statements once and runs them itself: it would not have to, if this took
 * at most 1.25 times the time and 1.5 times the CPU.
 */
final class PlainJooq {
  private static final int CHANGED = 1000;

  private static final List<Field<?>> FIELDS =
      List.of(
          TASKS.ARN,
          TASKS.TASK_DEFINITION_ARN,
          TASKS.CONTAINER_INSTANCE_ARN,
          TASKS.SERVICE_ARN,
          TASKS.OVERRIDES,
          TASKS.LAST_STATUS,
          TASKS.DESIRED_STATUS,
          TASKS.CPU,
          TASKS.MEMORY,
          TASKS.CONTAINERS,
          TASKS.STARTED_BY,
          TASKS.GROUP,
          TASKS.STOP_CODE,
          TASKS.STOPPED_REASON,
          TASKS.STOPPING_AT,
          TASKS.STOPPED_AT,
          TASKS.STARTED_AT,
          TASKS.PULL_STARTED_AT,
          TASKS.PULL_STOPPED_AT,
          TASKS.EXECUTION_STOPPED_AT,
          TASKS.CONNECTIVITY,
          TASKS.CONNECTIVITY_AT,
          TASKS.LAUNCH_TYPE,
          TASKS.PLATFORM_VERSION,
          TASKS.PLATFORM_FAMILY,
          TASKS.ATTACHMENTS,
          TASKS.HEALTH_STATUS,
          TASKS.TAGS,
          TASKS.ATTRIBUTES,
          TASKS.ENABLE_EXECUTE_COMMAND,
          TASKS.CAPACITY_PROVIDER_NAME,
          TASKS.EPHEMERAL_STORAGE,
          TASKS.POD_NAME,
          TASKS.NAMESPACE,
          TASKS.SERVICE_REGISTRIES,
          TASKS.CREATED_AT,
          TASKS.UPDATED_AT,
          TASKS.ID,
          TASKS.VERSION);

  private final DSLContext jooq;

  PlainJooq(DataSource pool, String schema) {
    jooq =
        DSL.using(
            pool,
            SQLDialect.POSTGRES,
            new Settings()
                // In its favour: it would ask for each row whether to log it.
                .withExecuteLogging(false)
                .withRenderMapping(
                    new RenderMapping()
                        .withSchemata(
                            new MappedSchema().withInput(Kecs.KECS.getName()).withOutput(schema))));
  }

  static List<Workload> workloads() {
    return List.of(
        bare("get a task by plain jOOQ", PlainJooq::getting),
        bare("update a task by plain jOOQ", PlainJooq::updating),
        bare("create a task by plain jOOQ", PlainJooq::creating),
        bare("first page of tasks by plain jOOQ", PlainJooq::paging));
  }

  private static Workload bare(String name, Comparison.Preparation preparation) {
    return Comparison.of(
        name, session -> preparation.sides(session).instead("plain jOOQ"), TIME.told(), CPU.told());
  }

  private static Sides getting(Session session) throws Exception {
    Documents data = session.documents();
    BareTasks bare = data.bare();
    PlainJooq plain = data.plainJooq();
    return new Sides(
        data.toString(), "bare", () -> bare.get(data.any()), () -> plain.get(data.any()));
  }

  private static Sides updating(Session session) throws Exception {
    Documents data = session.documents();
    BareTasks bare = data.bare();
    PlainJooq plain = data.plainJooq();
    Queue<Task> tasks = data.toChange(CHANGED);
    return new Sides(
        data.toString(),
        "bare",
        () -> tasks.add(bare.update(SingleTasks.changed(tasks.remove()))),
        () -> tasks.add(plain.update(SingleTasks.changed(tasks.remove()))));
  }

  private static Sides creating(Session session) throws Exception {
    Documents data = session.documents();
    BareTasks bare = data.bare();
    PlainJooq plain = data.plainJooq();
    return new Sides(
        data.toString(), "bare", () -> bare.create(data.next()), () -> plain.create(data.next()));
  }

  private static Sides paging(Session session) throws Exception {
    Lists data = session.lists();
    JdbcList<Task> bare = BareLists.tasks(data.pool());
    PlainJooq plain = data.plainJooq();
    return new Sides(
        data.of("tasks"), "bare", () -> bare.first(PAGE), () -> plain.first(Lists.CLUSTER, PAGE));
  }

  Task get(TaskArn arn) {
    return Objects.requireNonNull(
        jooq.select(FIELDS)
            .from(TASKS)
            .where(TASKS.CLUSTER_KEY.eq(arn.cluster()))
            .and(TASKS.KEY.eq(arn))
            .and(TASKS.ARN.eq(arn))
            .fetchOne(PlainJooq::read));
  }

  /** One more row is read than returned, which tells whether there is another page. */
  List<Task> first(ClusterArn cluster, int limit) {
    List<Task> tasks =
        jooq.select(FIELDS)
            .from(TASKS)
            .where(TASKS.CLUSTER_KEY.eq(cluster))
            .orderBy(TASKS.ID.desc())
            .limit(limit + 1)
            .fetch(PlainJooq::read);
    return tasks.subList(0, Math.min(limit, tasks.size()));
  }

  Task create(Task given) {
    Instant now = Instant.now();
    Task task = TaskBuilder.builder(given).createdAt(now).updatedAt(now).build();
    TasksRecord row = changing(task);
    row.setClusterKey(task.arn().cluster());
    row.setKey(task.arn());
    row.setArn(task.arn());
    row.setCreatedAt(task.createdAt());
    row.setVersion(1L);
    long id =
        Objects.requireNonNull(
            jooq.insertInto(TASKS).set(row).returningResult(TASKS.ID).fetchOne(TASKS.ID));
    return task.withVersion(Version.of(id, 1));
  }

  Task update(Task given) {
    Task task = given.withUpdatedAt(Instant.now());
    Version version = given.version();
    Instant createdAt =
        jooq.update(TASKS)
            .set(changing(task))
            .set(
                TASKS.STOPPED_AT,
                coalesce(TASKS.STOPPED_AT, val(task.stoppedAt(), TASKS.STOPPED_AT)))
            .set(TASKS.VERSION, TASKS.VERSION.plus(1))
            .where(TASKS.CLUSTER_KEY.eq(task.arn().cluster()))
            .and(TASKS.KEY.eq(task.arn()))
            .and(TASKS.ARN.eq(task.arn()))
            .and(TASKS.ID.eq(version.row()))
            .and(TASKS.VERSION.eq(version.change()))
            .and(TASKS.STOPPED_AT.isNull().or(val(task.lastStatus()).eq(Task.STOPPED)))
            .returningResult(TASKS.CREATED_AT)
            .fetchOne(TASKS.CREATED_AT);
    return TaskBuilder.builder(task)
        .createdAt(createdAt)
        .version(Version.of(version.row(), version.change() + 1))
        .build();
  }

  private TasksRecord changing(Task task) {
    TasksRecord row = jooq.newRecord(TASKS);
    row.setTaskDefinitionKey(task.taskDefinitionArn());
    row.setFamily(task.taskDefinitionArn().family());
    row.setServiceKey(Jdbc.key(task.serviceArn()));
    row.setContainerInstanceKey(task.containerInstanceArn());
    row.setTaskDefinitionArn(task.taskDefinitionArn());
    row.setContainerInstanceArn(task.containerInstanceArn());
    row.setServiceArn(task.serviceArn());
    row.setOverrides(task.overrides());
    row.setLastStatus(task.lastStatus());
    row.setDesiredStatus(task.desiredStatus());
    row.setCpu(task.cpu());
    row.setMemory(task.memory());
    row.setContainers(task.containers());
    row.setStartedBy(task.startedBy());
    row.setGroup(task.group());
    row.setStopCode(task.stopCode());
    row.setStoppedReason(task.stoppedReason());
    row.setStoppingAt(task.stoppingAt());
    row.setStoppedAt(task.stoppedAt());
    row.setStartedAt(task.startedAt());
    row.setPullStartedAt(task.pullStartedAt());
    row.setPullStoppedAt(task.pullStoppedAt());
    row.setExecutionStoppedAt(task.executionStoppedAt());
    row.setConnectivity(task.connectivity());
    row.setConnectivityAt(task.connectivityAt());
    row.setLaunchType(task.launchType());
    row.setPlatformVersion(task.platformVersion());
    row.setPlatformFamily(task.platformFamily());
    row.setAttachments(task.attachments());
    row.setHealthStatus(task.healthStatus());
    row.setTags(task.tags());
    row.setAttributes(task.attributes());
    row.setEnableExecuteCommand(task.enableExecuteCommand());
    row.setCapacityProviderName(task.capacityProviderName());
    row.setEphemeralStorage(task.ephemeralStorage());
    row.setPodName(task.podName());
    row.setNamespace(task.namespace());
    row.setServiceRegistries(task.serviceRegistries());
    row.setUpdatedAt(task.updatedAt());
    return row;
  }

  private static Task read(Record row) {
    return TaskBuilder.builder()
        .arn(row.get(TASKS.ARN))
        .taskDefinitionArn(row.get(TASKS.TASK_DEFINITION_ARN))
        .containerInstanceArn(row.get(TASKS.CONTAINER_INSTANCE_ARN))
        .serviceArn(row.get(TASKS.SERVICE_ARN))
        .overrides(row.get(TASKS.OVERRIDES))
        .lastStatus(row.get(TASKS.LAST_STATUS))
        .desiredStatus(row.get(TASKS.DESIRED_STATUS))
        .cpu(row.get(TASKS.CPU))
        .memory(row.get(TASKS.MEMORY))
        .containers(row.get(TASKS.CONTAINERS))
        .startedBy(row.get(TASKS.STARTED_BY))
        .group(row.get(TASKS.GROUP))
        .stopCode(row.get(TASKS.STOP_CODE))
        .stoppedReason(row.get(TASKS.STOPPED_REASON))
        .stoppingAt(row.get(TASKS.STOPPING_AT))
        .stoppedAt(row.get(TASKS.STOPPED_AT))
        .startedAt(row.get(TASKS.STARTED_AT))
        .pullStartedAt(row.get(TASKS.PULL_STARTED_AT))
        .pullStoppedAt(row.get(TASKS.PULL_STOPPED_AT))
        .executionStoppedAt(row.get(TASKS.EXECUTION_STOPPED_AT))
        .connectivity(row.get(TASKS.CONNECTIVITY))
        .connectivityAt(row.get(TASKS.CONNECTIVITY_AT))
        .launchType(row.get(TASKS.LAUNCH_TYPE))
        .platformVersion(row.get(TASKS.PLATFORM_VERSION))
        .platformFamily(row.get(TASKS.PLATFORM_FAMILY))
        .attachments(row.get(TASKS.ATTACHMENTS))
        .healthStatus(row.get(TASKS.HEALTH_STATUS))
        .tags(row.get(TASKS.TAGS))
        .attributes(row.get(TASKS.ATTRIBUTES))
        .enableExecuteCommand(row.get(TASKS.ENABLE_EXECUTE_COMMAND))
        .capacityProviderName(row.get(TASKS.CAPACITY_PROVIDER_NAME))
        .ephemeralStorage(row.get(TASKS.EPHEMERAL_STORAGE))
        .podName(row.get(TASKS.POD_NAME))
        .namespace(row.get(TASKS.NAMESPACE))
        .serviceRegistries(row.get(TASKS.SERVICE_REGISTRIES))
        .createdAt(row.get(TASKS.CREATED_AT))
        .updatedAt(row.get(TASKS.UPDATED_AT))
        .version(Version.of(row.get(TASKS.ID), row.get(TASKS.VERSION)))
        .build();
  }
}
