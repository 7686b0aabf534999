package dev.kecs.storage.internal.sql.run;

import java.io.EOFException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.StringJoiner;
import javax.net.ssl.SSLException;

/** Why a connection could not be made: its message, which errors show, tells that to people. */
public final class ConnectionFailure extends SQLException {
  private static final long serialVersionUID = 1L;

  private static final Set<String> SSL_IS_A_MUST = Set.of("require", "verify-ca", "verify-full");

  private static final Map<String, String> REFUSALS =
      Map.of(
          "28P01",
          "the server refuses the role's password: correct it",
          "28000",
          "the server refuses the role: it must exist and have LOGIN, and pg_hba.conf must let it"
              + " connect from this host to this database, with or without SSL as it does",
          "3D000",
          "the database does not exist: create it, or correct its name",
          "42501",
          "the role may not connect to the database: it needs GRANT CONNECT ON DATABASE",
          "53300",
          "no connection is left for it: on the server (max_connections), for the role or for the"
              + " database (CONNECTION LIMIT)",
          "55000",
          "the database takes no connections: its ALLOW_CONNECTIONS is false",
          "57P03",
          "the server is starting up or shutting down, or it is a standby that takes none: try"
              + " later");

  private ConnectionFailure(String message, String state, SQLException cause) {
    super(message, state, cause);
  }

  /**
   * Makes one from what the driver threw.
   *
   * @param server where the connection should have gone, for people to read
   * @param asked the driver's properties
   * @param late whether the login timeout had passed
   */
  public static ConnectionFailure of(
      String server, Properties asked, boolean late, SQLException e) {
    JdbcFailure failure = JdbcFailure.of(e);
    String reason =
        switch (failure.state()) {
          case "08004" -> failure.isFromServer() ? reason(failure) : refusedDemands(asked);
          case "08001" -> late ? late() : unsuitable(failure, asked);
          default -> reason(failure);
        };
    return new ConnectionFailure(server + ": " + reason, failure.state(), e);
  }

  /** Returns why there is no connection, as far as the exceptions alone tell. */
  static String reason(JdbcFailure failure) {
    String state = failure.state();
    String refusal = REFUSALS.get(state);
    if (refusal != null) {
      return refusal;
    }
    if (failure.isFromServer()) {
      return "the server refuses the connection with SQLSTATE " + state;
    }
    if (state.equals("08004")) {
      return "the server cannot be used in this way: it asks for a password that is not there, or"
          + " it has no SSL and sslmode demands it";
    }
    if (failure.has(UnknownHostException.class)) {
      return "the server cannot be reached: no such host is known. Correct its name";
    }
    if (failure.has(SocketTimeoutException.class)) {
      return late();
    }
    if (failure.has(ConnectException.class) || failure.has(NoRouteToHostException.class)) {
      return "the server cannot be reached: nothing listens there. Start it, or correct the host"
          + " and the port";
    }
    if (failure.has(EOFException.class)
        || failure.has(SocketException.class)
        || state.equals("08P01")) {
      return "what listens there does not answer as PostgreSQL does: correct the host and the port";
    }
    // The driver has no state of its own for what is wrong with SSL.
    if (failure.has(SSLException.class) || state.equals("08006")) {
      return "SSL cannot be set up: correct sslmode and the certificates of both sides, or the"
          + " port";
    }
    return "the server cannot be reached";
  }

  private static String late() {
    return "the server cannot be reached: it did not answer in time. Correct the host, or let this"
        + " machine through its firewall";
  }

  /** The driver has one state for all that it does not get from the server as it should. */
  private static String refusedDemands(Properties asked) {
    StringJoiner demands = new StringJoiner(", or ");
    String sslMode = asked.getProperty("sslmode", "prefer");
    if (SSL_IS_A_MUST.contains(sslMode)) {
      demands.add("it has no SSL, which sslmode=" + sslMode + " demands");
    }
    if (asked.getProperty("password") == null) {
      demands.add("it asks for a password, and neither the URL nor .pgpass has one");
    }
    for (String demand : List.of("channelBinding", "gssEncMode", "requireAuth")) {
      if (asked.getProperty(demand) != null) {
        demands.add("it does not do what " + demand + "=" + asked.getProperty(demand) + " demands");
      }
    }
    demands.setEmptyValue("it asks for an authentication that the driver does not know");
    return "the server cannot be used in this way: " + demands;
  }

  /** If the driver tried all servers without an error, none of them was of the right type. */
  private static String unsuitable(JdbcFailure failure, Properties asked) {
    return failure.causes().size() == 1
        ? "no server there is of the type that targetServerType="
            + asked.getProperty("targetServerType")
            + " asks for: correct the hosts, or wait until one is"
        : reason(failure);
  }
}
