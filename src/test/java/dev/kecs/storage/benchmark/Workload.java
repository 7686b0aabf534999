package dev.kecs.storage.benchmark;

import java.util.List;

/** Something that is measured. */
interface Workload {
  String name();

  /** Measures it, on data that is loaded when first asked for. */
  List<Figure> run(Session session) throws Exception;
}
