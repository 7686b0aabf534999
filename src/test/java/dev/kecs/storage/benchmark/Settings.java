package dev.kecs.storage.benchmark;

import com.sun.management.OperatingSystemMXBean;
import dev.kecs.storage.test.TestDatabase;
import java.lang.management.ManagementFactory;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the figures of a run depend on. */
record Settings(Map<String, String> values) {
  private static final List<String> OF_SERVER =
      List.of(
          "server_version",
          "fsync",
          "synchronous_commit",
          "full_page_writes",
          "shared_buffers",
          "max_wal_size");

  static Settings of(TestDatabase database, Options options) {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("date", LocalDate.now(ZoneOffset.UTC).toString());
    values.put("machine", machine());
    values.put("java", Runtime.version().toString());
    values.put("run", options.toString());
    values.put("pool", Installation.POOL + " connections");
    for (String setting : OF_SERVER) {
      values.put(setting, String.valueOf(database.rows("SHOW " + setting).get(0).get(0)));
    }
    return new Settings(values);
  }

  private static String machine() {
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    return "%d cores, %d GiB, %s %s"
        .formatted(
            system.getAvailableProcessors(),
            Math.round(system.getTotalMemorySize() / (double) (1 << 30)),
            system.getName(),
            system.getArch());
  }
}
