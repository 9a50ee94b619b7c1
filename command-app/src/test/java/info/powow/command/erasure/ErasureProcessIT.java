package info.powow.command.erasure;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import info.powow.domain.PersonId;
import info.powow.domain.erasure.ErasureEvent.ErasureBegun;
import info.powow.domain.erasure.ErasureEvent.ErasureDone;
import info.powow.domain.erasure.Erasures;
import info.powow.eventlog.keys.KeyFolder;
import info.powow.eventlog.keys.KeysUnavailable;
import info.powow.eventlog.keys.MasterKey;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ErasureProcessIT {
  private static final PersonId ADA = new PersonId("ada");
  private static final Erasures BEGUN =
      Erasures.evolve(Erasures.NONE, new ErasureBegun(ADA, List.of(), Instant.EPOCH));
  private static final Erasures DONE =
      Erasures.evolve(BEGUN, new ErasureDone(ADA, List.of(), 0, Instant.EPOCH));

  @TempDir private Path folder;

  @Test
  void aKeyFolderThatIsOlderThanAnErasureIsRefusedWithWhatToDo() {
    KeyFolder keys = keys();
    keys.findOrMake("ada");

    assertThatThrownBy(() -> ErasureProcess.requireTombstones(DONE, keys))
        .isInstanceOf(KeysUnavailable.class)
        .hasMessageContaining("newest copy");
  }

  @Test
  void whatWasInterruptedBeforeTheKeyWasDestroyedIsNoReasonToRefuse() {
    KeyFolder keys = keys();
    keys.findOrMake("ada");

    assertThatCode(() -> ErasureProcess.requireTombstones(BEGUN, keys)).doesNotThrowAnyException();
    keys.destroy("ada");
    assertThatCode(() -> ErasureProcess.requireTombstones(DONE, keys)).doesNotThrowAnyException();
  }

  private KeyFolder keys() {
    return KeyFolder.open(
        folder.resolve("keys"),
        MasterKey.of(null, null, folder.resolve("keys")),
        Clock.systemUTC());
  }
}
