package dev.kecs.storage.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kecs.storage.test.TestDatabase.Role;
import org.junit.jupiter.api.Test;

class ServerOfItsOwnTest {
  @Test
  void whatWasCommittedIsThereAgainAtTheSameAddressAfterAStopAndAKill() throws Exception {
    try (ServerOfItsOwn server = ServerOfItsOwn.open();
        TestDatabase database = TestDatabase.create(server.server())) {
      database.execute("CREATE TABLE public.notes (line text)");

      server.stop();
      assertThatThrownBy(() -> database.connect(Role.RUNNER)).hasMessageContaining("refused");
      server.start();
      database.execute("INSERT INTO public.notes VALUES ('stopped')");
      server.kill();
      assertThatThrownBy(() -> database.connect(Role.RUNNER)).hasMessageContaining("refused");
      server.start();

      assertThat(database.number("SELECT count(*) FROM public.notes")).isOne();
    }
  }
}
