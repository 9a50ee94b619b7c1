package info.powow.notify.webpush;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import info.powow.domain.notification.WebPushKeys;
import info.powow.identity.InstallationSecret;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class VapidKeysTest {
  private static final InstallationSecret SECRET =
      InstallationSecret.of(Base64.getEncoder().encodeToString(new byte[32]), null);

  private static VapidKeys keys(int generation) {
    return new VapidKeys(SECRET, generation, "mailto:ops@example.org");
  }

  @Test
  void everyNodeHasTheSameKeyAndItIsAPointOfTheCurve() {
    VapidKeys.Key key = keys(1).current();

    assertThat(keys(1).current()).isEqualTo(key);
    // Refuses what is no point.
    assertThat(new WebPushKeys(key.publicKey(), "AAAAAAAAAAAAAAAAAAAAAA").p256dh())
        .isEqualTo(key.publicKey());
  }

  @Test
  void aNewKeyDoesNotCutOffOldDevices() {
    VapidKeys.Key old = keys(1).current();
    VapidKeys rotated = keys(2);

    assertThat(rotated.current().id()).isNotEqualTo(old.id());
    assertThat(rotated.find(old.id())).isEqualTo(old);
    assertThat(rotated.find("unknown")).isNull();
  }

  @Test
  void aSubjectThatPushServicesRefuseIsNoticedAtTheStart() {
    assertThatThrownBy(() -> new VapidKeys(SECRET, 1, "ops@example.org"))
        .isInstanceOf(IllegalStateException.class);
  }
}
