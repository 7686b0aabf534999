package dev.kecs.storage.ecs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kecs.storage.error.InvalidValueException;
import dev.kecs.storage.model.Scope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArnTest {
  private static final Scope IRELAND = new Scope("123456789012", "eu-west-1");
  private static final String BEFORE = "arn:aws:ecs:eu-west-1:123456789012:";
  private static final ClusterArn CLUSTER = ClusterArn.parse(BEFORE + "cluster/web");
  private static final String LONGEST = "n".repeat(255);

  @Test
  void anArnTellsItsParts() {
    TaskArn task = TaskArn.parse("arn:aws-cn:ecs:cn-north-1:123456789012:task/web/0a1b");

    assertThat(task.partition()).isEqualTo("aws-cn");
    assertThat(task.region()).isEqualTo("cn-north-1");
    assertThat(task.account()).isEqualTo("123456789012");
    assertThat(task.scope()).isEqualTo(new Scope("123456789012", "cn-north-1"));
    assertThat(task.cluster())
        .isEqualTo(ClusterArn.parse("arn:aws-cn:ecs:cn-north-1:123456789012:cluster/web"));
    assertThat(task.cluster().scope()).isEqualTo(task.scope());
    assertThat(task.id()).isEqualTo("0a1b");
  }

  @Test
  void eachTypeIsWrittenAsAwsWritesIt() {
    ServiceArn service = ServiceArn.of(CLUSTER, "api");

    assertThat(ClusterArn.of(IRELAND, "web")).hasToString(BEFORE + "cluster/web");
    assertThat(service).hasToString(BEFORE + "service/web/api");
    assertThat(TaskArn.of(CLUSTER, "0a1b")).hasToString(BEFORE + "task/web/0a1b");
    assertThat(ContainerInstanceArn.of(CLUSTER, "0a1b"))
        .hasToString(BEFORE + "container-instance/web/0a1b");
    assertThat(TaskSetArn.of(service, "ecs-svc/42"))
        .hasToString(BEFORE + "task-set/web/api/ecs-svc/42");
    assertThat(TaskDefinitionArn.of(IRELAND, "app", 7))
        .hasToString(BEFORE + "task-definition/app:7");
  }

  @Test
  void aTaskSetTellsItsServiceAndCluster() {
    TaskSetArn taskSet = TaskSetArn.parse(BEFORE + "task-set/web/api/ecs-svc/42");

    assertThat(taskSet.id()).isEqualTo("ecs-svc/42");
    assertThat(taskSet.service()).isEqualTo(ServiceArn.of(CLUSTER, "api"));
    assertThat(taskSet.service().name()).isEqualTo("api");
    assertThat(taskSet.service().cluster()).isEqualTo(CLUSTER);
    assertThat(taskSet.cluster()).isEqualTo(CLUSTER);
  }

  @Test
  void aTaskDefinitionTellsItsFamilyAndRevision() {
    TaskDefinitionArn definition =
        TaskDefinitionArn.parse(BEFORE + "task-definition/app:2147483647");

    assertThat(definition.family()).isEqualTo("app");
    assertThat(definition.revision()).isEqualTo(Integer.MAX_VALUE);
  }

  /**
   * All regions of <a
   * href="https://github.com/boto/botocore/blob/develop/botocore/data/partitions.json">AWS's
   * table</a>, and behind the bar such as it does not list.
   */
  @ParameterizedTest
  @CsvSource({
    "aws, af-south-1 ap-east-1 ap-east-2 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1"
        + " ap-south-2 ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-southeast-4 ap-southeast-5"
        + " ap-southeast-6 ap-southeast-7 ca-central-1 ca-west-1 eu-central-1 eu-central-2"
        + " eu-north-1 eu-south-1 eu-south-2 eu-west-1 eu-west-2 eu-west-3 il-central-1"
        + " me-central-1 me-south-1 mx-central-1 sa-east-1 us-east-1 us-east-2 us-west-1 us-west-2"
        + " | xx-nowhere-99 us-isolated-1 eu-iso-west-1 cnx-north-1 us-govern-east-1",
    "aws-cn, cn-north-1 cn-northwest-1 | cn-south-12",
    "aws-us-gov, us-gov-east-1 us-gov-west-1 | us-gov-central-1",
    "aws-iso, us-iso-east-1 us-iso-west-1 | us-iso-north-1",
    "aws-iso-b, us-isob-east-1 us-isob-west-1 | us-isob-north-1",
    "aws-iso-e, eu-isoe-west-1 | eu-isoe-east-1",
    "aws-iso-f, us-isof-east-1 us-isof-south-1 | us-isof-north-1",
    "aws-eusc, eusc-de-east-1 | eusc-fr-west-1"
  })
  void thePartitionIsTheRegions(String partition, String regions) {
    for (String region : regions.split("[ |]+", -1)) {
      Scope scope = new Scope("123456789012", region);
      String text = "arn:" + partition + ":ecs:" + region + ":123456789012:cluster/web";

      assertThat(scope.partition()).as(region).isEqualTo(partition);
      assertThat(ClusterArn.of(scope, "web")).hasToString(text);
      assertThat(ClusterArn.parse(text))
          .returns(partition, ClusterArn::partition)
          .returns(scope, ClusterArn::scope);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "aws:arn:ecs:eu-west-1:123456789012:cluster/web, beginning",
    "arn, beginning",
    "arn:aws, partition",
    "arn:aws-cn:ecs:eu-west-1:123456789012:cluster/web, partition",
    "arn:aws:ecs:cn-north-1:123456789012:cluster/web, partition",
    "arn:aws-iso:ecs:us-isob-east-1:123456789012:cluster/web, partition",
    "arn:aws:ecs:eusc-de-east-1:123456789012:cluster/web, partition",
    "arn:aws:eks:eu-west-1:123456789012:cluster/web, service",
    "arn:aws:ecs2:eu-west-1:123456789012:cluster/web, service",
    "arn:aws:ecs::123456789012:cluster/web, region",
    "arn:aws:ecs:EU-WEST-1:123456789012:cluster/web, region",
    "arn:aws:ecs:eu-west:123456789012:cluster/web, region",
    "arn:aws:ecs:eu--west-1:123456789012:cluster/web, region",
    "arn:aws:ecs:eu-west-100:123456789012:cluster/web, region",
    "arn:aws:ecs:eu-1:123456789012:cluster/web, region",
    "arn:aws:ecs:eu-west-1, region",
    "arn:aws:ecs:eu-west-1:12345678901:cluster/web, account",
    "arn:aws:ecs:eu-west-1:1234567890123:cluster/web, account",
    "arn:aws:ecs:eu-west-1:12345678901a:cluster/web, account",
    "arn:aws:ecs:eu-west-1:123456789012:, resource type",
    "arn:aws:ecs:eu-west-1:123456789012:service/web/api, resource type",
    "arn:aws:ecs:eu-west-1:123456789012:cluster/, cluster name",
    "arn:aws:ecs:eu-west-1:123456789012:cluster/w.b, cluster name",
    "arn:aws:ecs:eu-west-1:123456789012:cluster/wéb, cluster name",
    "arn:aws:ecs:eu-west-1:123456789012:cluster/web/, cluster name"
  })
  void aWrongPartIsNamed(String text, String part) {
    assertThatThrownBy(() -> ClusterArn.parse(text))
        .isInstanceOf(InvalidValueException.class)
        .hasMessage("cluster ARN has a wrong %s: '%s'", part, text);
  }

  @Test
  void aLongTextIsShortenedInTheMessage() {
    assertThatThrownBy(() -> TaskArn.parse(BEFORE + "task/web/" + "n".repeat(256)))
        .isInstanceOf(InvalidValueException.class)
        .hasMessage("task ARN has a wrong task id: '%stask/web/%s…'", BEFORE, "n".repeat(56));
  }

  @Test
  void theShortFormatWithoutAClusterIsRefused() {
    assertThatThrownBy(() -> TaskArn.parse(BEFORE + "task/0a1b"))
        .isInstanceOf(InvalidValueException.class)
        .hasMessage("task ARN has a wrong cluster name: '%stask/0a1b'", BEFORE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"app", "app:", "app:0", "app:01", "app:-1", "app:1x", "app:2147483648"})
  void aRevisionIsAnIntFromOne(String familyAndRevision) {
    assertThatThrownBy(
            () -> TaskDefinitionArn.parse(BEFORE + "task-definition/" + familyAndRevision))
        .isInstanceOf(InvalidValueException.class);
  }

  @Test
  void aNameHasUpTo255Characters() {
    assertThat(ClusterArn.of(IRELAND, LONGEST).name()).isEqualTo(LONGEST);
    assertThatThrownBy(() -> ClusterArn.of(IRELAND, LONGEST + "n"))
        .isInstanceOf(InvalidValueException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a/b", "a:b", "a b", "arn:aws", "a\n"})
  void aNameThatIsNoneIsRefused(String name) {
    assertThatThrownBy(() -> ClusterArn.of(IRELAND, name))
        .isInstanceOf(InvalidValueException.class);
    assertThatThrownBy(() -> ServiceArn.of(CLUSTER, name))
        .isInstanceOf(InvalidValueException.class);
  }

  @Test
  void anAbsentNameIsRefused() {
    assertThatThrownBy(() -> TaskArn.of(CLUSTER, null))
        .isInstanceOf(InvalidValueException.class)
        .hasMessage("task id is required");
    assertThatThrownBy(() -> TaskArn.parse(null))
        .isInstanceOf(InvalidValueException.class)
        .hasMessage("task ARN is required");
  }

  @Test
  void whatAUserTypesIsANameOrAnArn() {
    String elsewhere = "arn:aws:ecs:eu-west-3:210987654321:task/other/0a1b";

    assertThat(ClusterArn.resolve(IRELAND, "web")).isEqualTo(CLUSTER);
    assertThat(ClusterArn.resolve(IRELAND, CLUSTER.toString())).isEqualTo(CLUSTER);
    assertThat(TaskArn.resolve(CLUSTER, "0a1b")).isEqualTo(TaskArn.of(CLUSTER, "0a1b"));
    assertThat(TaskArn.resolve(CLUSTER, elsewhere)).hasToString(elsewhere);
    assertThatThrownBy(() -> ServiceArn.resolve(CLUSTER, elsewhere))
        .isInstanceOf(InvalidValueException.class);
  }

  @Test
  void arnsAreEqualAndOrderedAsTheirTextsAre() {
    TaskArn first = TaskArn.of(CLUSTER, "B");
    TaskArn second = TaskArn.of(CLUSTER, "a");

    assertThat(first).isEqualTo(TaskArn.parse(first.toString())).isNotEqualTo(second);
    assertThat(first).hasSameHashCodeAs(TaskArn.parse(first.toString()));
    assertThat(first.compareTo(second)).isNegative();
    assertThat(first.equals((Object) first.toString())).isFalse();
  }

  @Test
  void aScopeTellsWhatTheArnsOfAServiceBeginWith() {
    assertThat(IRELAND.arnPrefix("ecs")).isEqualTo(BEFORE);
    assertThat(new Scope("123456789012", "us-gov-east-1").arnPrefix("ecs"))
        .isEqualTo("arn:aws-us-gov:ecs:us-gov-east-1:123456789012:");
  }

  @Test
  void aScopeIsAnAccountAndARegion() {
    assertThatThrownBy(() -> new Scope("12345678901x", "eu-west-1"))
        .isInstanceOf(InvalidValueException.class)
        .hasMessage("account is not twelve digits: '12345678901x'");
    assertThatThrownBy(() -> new Scope("123456789012", "eu-west-1a"))
        .isInstanceOf(InvalidValueException.class)
        .hasMessage("region is malformed: 'eu-west-1a'");
  }

  @Test
  void aTaskDefinitionIsReferredToByFamilyOrRevisionOrArn() {
    assertThat(TaskDefinitionReference.parse(IRELAND, "app"))
        .isEqualTo(new TaskDefinitionReference(IRELAND, "app", null));
    assertThat(TaskDefinitionReference.parse(IRELAND, "app:7"))
        .isEqualTo(new TaskDefinitionReference(IRELAND, "app", 7));
    assertThat(
            TaskDefinitionReference.parse(
                IRELAND, "arn:aws:ecs:eu-west-3:210987654321:task-definition/app:7"))
        .isEqualTo(new TaskDefinitionReference(new Scope("210987654321", "eu-west-3"), "app", 7));
  }

  @Test
  void aFamilyCanBeCalledArn() {
    assertThat(TaskDefinitionReference.parse(IRELAND, "arn:1"))
        .isEqualTo(new TaskDefinitionReference(IRELAND, "arn", 1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "app:", ":1", "app:1:2", "a b", "app:latest", "arn:aws:ecs"})
  void aReferenceThatIsNoneIsRefused(String text) {
    assertThatThrownBy(() -> TaskDefinitionReference.parse(IRELAND, text))
        .isInstanceOf(InvalidValueException.class);
  }
}
