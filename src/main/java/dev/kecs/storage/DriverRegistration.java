package dev.kecs.storage;

import java.sql.DriverManager;
import java.sql.SQLException;
import org.postgresql.Driver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The driver's place in {@link DriverManager}. The driver takes it when its class is first used,
 * and then keeps the class loader of an application that was undeployed. So who caused that gives
 * it back, when the last storage is closed.
 *
 * <p>What a host registered stays, and so does a driver of another class loader: others may share
 * it, and it does not keep this one.
 */
final class DriverRegistration implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DriverRegistration.class);

  private static int users;
  private static boolean caused;

  private boolean open = true;

  private DriverRegistration() {}

  /** Begins a use of the driver, whose class must not have been initialised for it before. */
  static DriverRegistration use() {
    synchronized (DriverRegistration.class) {
      if (users == 0) {
        caused =
            Driver.class.getClassLoader() == DriverRegistration.class.getClassLoader()
                && DriverManager.drivers().noneMatch(Driver.class::isInstance);
      }
      users++;
      return new DriverRegistration();
    }
  }

  /** Ends the use. A second call does nothing. */
  @Override
  public void close() {
    synchronized (DriverRegistration.class) {
      if (open && --users == 0 && caused) {
        deregister();
      }
      open = false;
    }
  }

  private static void deregister() {
    try {
      if (Driver.isRegistered()) {
        Driver.deregister();
      }
    } catch (SQLException e) {
      LOG.warn("The driver stays registered", e);
    }
  }
}
