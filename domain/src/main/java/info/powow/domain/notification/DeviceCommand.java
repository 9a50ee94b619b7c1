package info.powow.domain.notification;

import info.powow.domain.Command;
import info.powow.domain.DeviceId;
import info.powow.domain.FieldError;
import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.Texts;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A command about one device.
public sealed interface DeviceCommand extends Command {
  DeviceId device();

  @Override
  default String routingKey() {
    return device().value();
  }

  /// Registers a device, or says what has become of it. An address belongs to whoever registered it
  /// last.
  ///
  /// @param endpoint where messages are sent to: of a browser an address of at most 1,024 ASCII
  ///     characters, of an app its device token
  /// @param keys of a browser only
  /// @param keyId the key of this server that the browser has subscribed with; of a browser only
  /// @param label how the person recognises the device in a list
  record AddDevice(
      PersonId by,
      DeviceKind kind,
      String endpoint,
      @Nullable WebPushKeys keys,
      @Nullable String keyId,
      String label)
      implements DeviceCommand {
    private static final int MAX_ENDPOINT = 1_024;
    private static final int MAX_KEY_ID = 64;

    /// Apple says that the length of tokens varies. Today they have 32 bytes.
    private static final Pattern APNS_TOKEN = Pattern.compile("(?:[0-9a-f]{2}){16,128}");

    private static final Pattern FCM_TOKEN = Pattern.compile("[A-Za-z0-9_:.-]{32,1024}");

    public AddDevice {
      switch (kind) {
        case WEB -> {
          requireAddress(endpoint);
          requireBrowser(keys, keyId);
        }
        case APNS -> {
          // The same token in capitals is the same device.
          endpoint = Texts.lowerCase(endpoint);
          requireToken(APNS_TOKEN, endpoint, "a device token in hexadecimal digits");
          requireApp(keys, keyId);
        }
        case FCM -> {
          requireToken(FCM_TOKEN, endpoint, "a registration token");
          requireApp(keys, keyId);
        }
      }
      label = Texts.requireName("label", label);
    }

    @Override
    public DeviceId device() {
      return kind == DeviceKind.WEB
          ? DeviceId.of(endpoint)
          : DeviceId.of(kind.name().toLowerCase(Locale.ROOT) + ':' + endpoint);
    }

    private static void requireBrowser(@Nullable WebPushKeys keys, @Nullable String keyId) {
      if (keys == null) {
        throw invalid("keys", "the keys of the browser's subscription");
      }
      if (keyId == null
          || keyId.isEmpty()
          || keyId.length() > MAX_KEY_ID
          || !keyId.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
        throw invalid("keyId", "the keyId of GET /api/push/key");
      }
    }

    private static void requireApp(@Nullable WebPushKeys keys, @Nullable String keyId) {
      if (keys != null) {
        throw invalid("keys", "nothing: an app has no keys");
      }
      if (keyId != null) {
        throw invalid("keyId", "nothing: an app has no keys");
      }
    }

    private static void requireToken(Pattern form, String token, String expected) {
      // Bounded first: the expression looks at nothing longer.
      if (token.length() > MAX_ENDPOINT || !form.matcher(token).matches()) {
        throw invalid("endpoint", expected);
      }
    }

    /// The scheme, host and port of an address: what is trusted, and what fails, together.
    public static String originOf(String endpoint) {
      URI address = URI.create(endpoint);
      String scheme = address.getScheme().toLowerCase(Locale.ROOT);
      String host = address.getHost().toLowerCase(Locale.ROOT);
      int port = address.getPort();
      boolean usual = port < 0 || port == (scheme.equals("https") ? 443 : 80);
      return scheme + "://" + host + (usual ? "" : ":" + port);
    }

    /// A push service on the machine of a developer has no certificate. Whether anything is sent to
    /// such an address is a setting of the server.
    private static boolean isOfDevelopment(String scheme, String host) {
      return scheme.equalsIgnoreCase("http")
          && (host.equals("127.0.0.1") || host.equals("localhost") || host.equals("[::1]"));
    }

    private static void requireAddress(String endpoint) {
      String expected = "an absolute https address of at most 1,024 ASCII characters";
      if (endpoint.length() > MAX_ENDPOINT
          || !endpoint.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
        throw invalid("endpoint", expected);
      }
      try {
        URI address = new URI(endpoint);
        String scheme = address.getScheme();
        if (scheme == null
            || address.getHost() == null
            || !(scheme.equalsIgnoreCase("https") || isOfDevelopment(scheme, address.getHost()))
            || address.getRawUserInfo() != null
            || address.getRawFragment() != null
            || address.getPort() == 0
            || address.getPort() > 65_535) {
          throw invalid("endpoint", expected);
        }
      } catch (URISyntaxException _) {
        throw invalid("endpoint", expected);
      }
    }
  }

  /// Removes one's own device, as at signing out.
  record RemoveDevice(PersonId by, DeviceId device) implements DeviceCommand {}

  /// Removes a device that its push service does not know any more.
  ///
  /// @param registeredAt which registration it was: a later one stays
  record PruneDevice(DeviceId device, Instant registeredAt) implements DeviceCommand {}

  private static Rejected invalid(String field, String expected) {
    return new Rejected(Reason.INVALID_DEVICE, new FieldError(field, expected, "another one"));
  }
}
