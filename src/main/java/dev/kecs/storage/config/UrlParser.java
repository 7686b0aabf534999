package dev.kecs.storage.config;

import dev.kecs.storage.error.InvalidValueException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads a {@link PostgresUrl}. Messages repeat no piece of the text except the name of a parameter:
 * any piece can hold a password that was not encoded.
 */
final class UrlParser {
  private static final Pattern FORM =
      Pattern.compile(
          "(?<scheme>jdbc:postgresql|postgresql|postgres)://"
              + "(?:(?<user>[^:/?@]*)(?::(?<password>[^/?]*))?@)?"
              + "(?<hosts>[^/?@]*)"
              + "(?:/(?<database>[^/?@]*))?"
              + "(?:\\?(?<parameters>[^@]*))?",
          Pattern.DOTALL);
  private static final Pattern HOST =
      Pattern.compile("(?<name>\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9._-]+)(?::(?<port>[0-9]{1,5}))?");
  private static final Pattern PARAMETER_NAME = Pattern.compile("[A-Za-z_]{1,40}");

  private final Matcher form;
  private final boolean plusIsSpace;
  private final Map<String, String> properties = new HashMap<>();

  UrlParser(String url) {
    form = FORM.matcher(url.strip());
    if (!form.matches()) {
      throw new InvalidValueException(
          "the URL must look like postgres://user:password@host:port/database?parameter=value (or"
              + " begin with postgresql:// or jdbc:postgresql://); in its parts the characters"
              + " / ? @ & % are written %2F %3F %40 %26 %25");
    }
    plusIsSpace = form.group("scheme").startsWith("jdbc:");
  }

  PostgresUrl parse() {
    List<String> hosts = hosts(form.group("hosts"));
    given("user").ifPresent(user -> set("user", decode("the user", user)));
    given("password").ifPresent(password -> set("password", decode("the password", password)));
    given("parameters").map(text -> text.split("&")).stream()
        .flatMap(Stream::of)
        .forEach(this::parameter);
    trustTheSystem();

    String user = Optional.ofNullable(properties.remove("user")).orElseGet(UrlParser::processUser);
    String password = properties.remove("password");
    String database = given("database").map(text -> decodeForm("the database", text)).orElse(user);
    return new PostgresUrl(hosts, database, user, password, properties);
  }

  private Optional<String> given(String part) {
    return Optional.ofNullable(form.group(part)).filter(text -> !text.isEmpty());
  }

  private static List<String> hosts(String text) {
    if (text.isEmpty()) {
      return List.of("localhost:5432");
    }
    return Stream.of(text.split(",", -1)).map(UrlParser::host).toList();
  }

  private static String host(String text) {
    Matcher host = HOST.matcher(text);
    if (!host.matches() || (text.startsWith("[") && !isAddress(host.group("name")))) {
      throw new InvalidValueException(
          "a host must be a name, an IPv4 address or an IPv6 address in brackets, and may be"
              + " followed by ':' and a port; a '/', '?' or '@' before it must be percent-encoded");
    }
    int port = Integer.parseInt(Optional.ofNullable(host.group("port")).orElse("5432"));
    if (port < 1 || port > 65535) {
      throw new InvalidValueException("a port must be from 1 to 65535");
    }
    return host.group("name") + ":" + port;
  }

  /** Tells whether the brackets hold an IP address; no name server is asked. */
  private static boolean isAddress(String bracketed) {
    try {
      return InetAddress.getByName(bracketed) != null;
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private void parameter(String text) {
    int equals = text.indexOf('=');
    if (equals < 0) {
      throw new InvalidValueException("a parameter has no '='; an '&' in a value is written %26");
    }
    String name = decodeForm("the name of a parameter", text.substring(0, equals));
    UrlParameter parameter = UrlParameter.named(name).orElseThrow(() -> unknown(name));
    String value = decodeForm("the parameter " + name, text.substring(equals + 1));
    set(parameter.property(), parameter.read(value));
  }

  private static InvalidValueException unknown(String name) {
    String shown = PARAMETER_NAME.matcher(name).matches() ? " '" + name + "'" : "";
    return new InvalidValueException("unknown parameter" + shown);
  }

  private void set(String property, String value) {
    if (properties.putIfAbsent(property, value) != null) {
      throw new InvalidValueException(property + " is given twice");
    }
  }

  /**
   * Does what libpq does for {@code sslrootcert=system}, which pgjdbc would take for a file's name.
   */
  private void trustTheSystem() {
    if (properties.remove("sslrootcert", "system")) {
      if (!properties.getOrDefault("sslmode", "verify-full").equals("verify-full")) {
        throw new InvalidValueException(
            "the parameter sslmode must be verify-full if sslrootcert is system");
      }
      properties.put("sslmode", "verify-full");
      properties.put("sslfactory", "org.postgresql.ssl.DefaultJavaSSLFactory");
    }
  }

  private static String processUser() {
    return System.getProperty("user.name");
  }

  private String decodeForm(String part, String text) {
    return decode(part, plusIsSpace ? text.replace("+", "%20") : text);
  }

  private static String decode(String part, String text) {
    return PercentEncoding.decode(part, text);
  }
}
