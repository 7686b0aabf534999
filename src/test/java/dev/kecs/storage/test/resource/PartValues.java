package dev.kecs.storage.test.resource;

import dev.kecs.storage.model.Arn;
import dev.kecs.storage.model.Json;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Values for a part of a record, made from its type alone, so that a part that a record gets one
 * day is tested without anyone thinking of it.
 */
public final class PartValues {
  private static final String TEXT = "java.lang.String";
  private static final String DOCUMENT = "dev.kecs.storage.model.Json";
  private static final String TIME = "java.time.Instant";
  private static final String MAP = "java.util.Map<java.lang.String, java.lang.String>";
  private static final String TEXT_LIST = "java.util.List<java.lang.String>";
  private static final String PORTS = "java.util.List<java.lang.Integer>";

  private static final int MEGABYTE = 1 << 20;
  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00.000001Z");

  private static final List<String> TEXTS =
      List.of(
          "",
          " ",
          "plain",
          "zażółć 日本語 🚀𝒳",
          "it's \"quoted\"",
          "C:\\new\\table",
          "100%_",
          "NULL",
          "{a,\"b\"}",
          "line\r\nline\ttab\u0001\u007f");

  private static final List<Json> DOCUMENTS =
      Stream.of(
              "{}",
              "[]",
              "\"\"",
              "null",
              "false",
              "0",
              " { \"b\" : 1.0,\n\t\"a\":[ ], \"b\" : 1e400 } ",
              "{\"\":\"it's \\\"quoted\\\" C:\\\\new \\u00e9 \\u0000 \\ud83d\"}",
              "[\"zażółć 日本語 🚀𝒳\"]")
          .map(Json::of)
          .toList();

  /** Also where the zone of the test has another offset, or one in seconds. */
  private static final List<Instant> TIMES =
      Stream.of(
              "2026-11-23T12:34:56.123456Z",
              "2026-11-23T12:34:56.100Z",
              "2024-02-29T23:59:59.999999Z",
              "1985-12-31T18:30:00Z",
              "1970-01-01T00:00:00Z",
              "1969-12-31T23:59:59.999999Z",
              "1919-12-31T18:18:44Z",
              "1582-10-10T00:00:00.000001Z",
              "0099-12-31T23:59:59Z",
              "0012-11-10T09:08:07Z",
              "0001-01-01T00:00:00Z",
              "+10000-01-01T00:00:00Z",
              "+294276-12-31T23:59:59.999999Z")
          .map(Instant::parse)
          .toList();

  private static final List<Map<String, String>> MAPS =
      List.of(
          Map.of(),
          Map.of("", ""),
          TEXTS.stream().collect(Collectors.toMap(text -> text, text -> text + text)),
          IntStream.range(0, 50).boxed().collect(Collectors.toMap(i -> "key" + i, i -> "" + i)));

  /** Of 50 keys, the longest with their longest values. */
  private static final Map<String, String> LARGE_TAGS =
      IntStream.range(0, 50)
          .boxed()
          .collect(Collectors.toMap(i -> i + "𝒳".repeat(126), i -> i + "𝒳".repeat(254)));

  private static final List<Map<String, String>> TAGS =
      List.of(
          Map.of(),
          Map.of(" ", "", "zażółć 日本語 𝒳", "+ - = . _ : / @", "I", "ı", "NULL", "null"),
          IntStream.range(0, 50).boxed().collect(Collectors.toMap(i -> "key" + i, i -> "" + i)));

  private static final List<List<String>> LISTS =
      List.of(List.of(), List.of(""), List.of("b", "a", "b"), TEXTS);

  private final Map<Class<?>, List<? extends Arn>> arns;

  /** Makes references to these, of each type of ARN. */
  public PartValues(Map<Class<?>, List<? extends Arn>> arns) {
    this.arns = Map.copyOf(arns);
  }

  /** Returns the ordinary and the awkward values, absence first where the part may be absent. */
  public List<@Nullable Object> all(RecordComponent part) {
    List<@Nullable Object> values = new ArrayList<>();
    if (mayBeAbsent(part)) {
      values.add(null);
    }
    values.addAll(present(part));
    return Collections.unmodifiableList(values);
  }

  /** Returns a value that no other part has, as far as the type has so many. */
  public Object own(RecordComponent part) {
    String name = part.getName();
    int number = number(part);
    return switch (part.getGenericType().getTypeName()) {
      case TEXT -> "own " + name;
      case DOCUMENT -> Json.of("{\"own\":\"" + name + "\"}");
      case TIME -> NOON.plusSeconds(number);
      case MAP -> Map.of("own", name);
      case TEXT_LIST -> List.of("own", name);
      case PORTS -> List.of(number, 1);
      case "boolean" -> true;
      case "int", "java.lang.Integer" -> number;
      default -> {
        List<?> references = arns(part);
        yield references.get(references.size() - 1);
      }
    };
  }

  /** Returns a value of a megabyte that no other part has, or the own one of a part of a size. */
  public Object large(RecordComponent part) {
    String text = part.getName() + "🚀\"\\".repeat(MEGABYTE / "🚀\"\\".length());
    return switch (part.getGenericType().getTypeName()) {
      case TEXT -> text;
      case DOCUMENT -> Json.of("[" + " ".repeat(MEGABYTE) + "\"" + part.getName() + "🚀\"]");
      case MAP -> isTags(part) ? LARGE_TAGS : Map.of(text, part.getName(), part.getName(), text);
      case TEXT_LIST -> List.of(text, part.getName());
      case PORTS -> IntStream.rangeClosed(0, 65535).boxed().toList();
      default -> own(part);
    };
  }

  private static boolean isTags(RecordComponent part) {
    return part.getName().equals("tags");
  }

  private static boolean mayBeAbsent(RecordComponent part) {
    return part.getAnnotatedType().isAnnotationPresent(Nullable.class);
  }

  private static int number(RecordComponent part) {
    RecordComponent[] parts = part.getDeclaringRecord().getRecordComponents();
    return 1
        + IntStream.range(0, parts.length)
            .filter(i -> parts[i].getName().equals(part.getName()))
            .findFirst()
            .orElseThrow();
  }

  private List<?> present(RecordComponent part) {
    return switch (part.getGenericType().getTypeName()) {
      case TEXT -> TEXTS;
      case DOCUMENT -> DOCUMENTS;
      case TIME -> TIMES;
      case MAP -> isTags(part) ? TAGS : MAPS;
      case TEXT_LIST -> LISTS;
      case PORTS -> List.of(List.of(), List.of(0), List.of(65535, 80, 80));
      case "boolean" -> List.of(true, false);
      case "int", "java.lang.Integer" -> List.of(0, 1, Integer.MAX_VALUE);
      default -> arns(part);
    };
  }

  private List<?> arns(RecordComponent part) {
    List<? extends Arn> values = arns.get(part.getType());
    if (values == null) {
      throw new AssertionError("there are no values for " + part);
    }
    return values;
  }
}
