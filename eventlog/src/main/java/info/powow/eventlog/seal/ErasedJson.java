package info.powow.eventlog.seal;

import info.powow.domain.CommandKey;
import info.powow.domain.Personal;
import info.powow.domain.gathering.Announcement;
import info.powow.domain.identity.Handle;
import info.powow.domain.image.ContentHash;
import info.powow.domain.mail.MailAddress;
import info.powow.domain.notification.NearbyNotices;
import info.powow.domain.notification.WebPushKeys;
import info.powow.domain.person.Discoverability;
import info.powow.domain.place.Cell;
import info.powow.domain.publicservice.Description;
import info.powow.eventlog.json.DisclosedEvent;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// What is left of an event when the key of its personal part was destroyed: the public part, and
/// `withheld: erased`. Where a personal field must not be missing, something stands in its place
/// that tells nothing.
final class ErasedJson {
  private static final String WITHHELD =
      '"' + DisclosedEvent.WITHHELD + "\":\"" + DisclosedEvent.ERASED + '"';

  /// The base point of P-256, which is nobody's key.
  private static final String NO_BROWSER =
      "BGsX0fLhLEJH-Lzm5WOkQPJ3A32BLeszoPShOUXYmMKWT-NC4v4af5uO5-tKfA-eFivOM1drMV7Oy7ZAaDe_UfU";

  private static final Map<Class<?>, String> STAND_INS =
      Map.ofEntries(
          Map.entry(String.class, "\"\""),
          Map.entry(Handle.class, "\"erased\""),
          Map.entry(CommandKey.class, "\"erased\""),
          Map.entry(MailAddress.class, "\"erased@erased.invalid\""),
          Map.entry(ContentHash.class, '"' + "0".repeat(64) + '"'),
          Map.entry(Discoverability.class, "\"nobody\""),
          Map.entry(NearbyNotices.class, "{\"level\":\"nothing\",\"radius\":5000}"),
          Map.entry(Cell.class, "{\"lat\":0.0,\"lon\":0.0,\"size\":0}"),
          Map.entry(
              Announcement.class,
              "{\"title\":\"erased\",\"text\":\"\",\"place\":{\"lat\":0.0,\"lon\":0.0}}"),
          Map.entry(
              Description.class,
              "{\"name\":\"erased\",\"text\":\"erased\",\"place\":{\"lat\":0.0,\"lon\":0.0},\"area\":0}"),
          Map.entry(
              WebPushKeys.class,
              "{\"p256dh\":\"" + NO_BROWSER + "\",\"auth\":\"AAAAAAAAAAAAAAAAAAAAAA\"}"));

  private static final Map<Class<?>, byte[]> ADDITIONS = new ConcurrentHashMap<>();

  private ErasedJson() {}

  static byte[] of(@Nullable Class<?> type, byte[] publicPart) {
    byte[] added =
        type == null ? bytes(WITHHELD) : ADDITIONS.computeIfAbsent(type, ErasedJson::additions);
    ByteArrayOutputStream json = new ByteArrayOutputStream(publicPart.length + added.length + 2);
    json.write(publicPart, 0, publicPart.length - 1);
    if (publicPart.length > 2) {
      json.write(',');
    }
    json.writeBytes(added);
    json.write('}');
    return json.toByteArray();
  }

  private static byte[] additions(Class<?> type) {
    StringBuilder fields = new StringBuilder();
    for (RecordComponent component : type.getRecordComponents()) {
      if (component.isAnnotationPresent(Personal.class) && !mayBeAbsent(component)) {
        String standIn = STAND_INS.get(component.getType());
        if (standIn == null) {
          throw new IllegalStateException(
              "nothing is known to stand for an erased " + component + " of " + type);
        }
        fields.append('"').append(component.getName()).append("\":").append(standIn).append(',');
      }
    }
    return bytes(fields + WITHHELD);
  }

  private static boolean mayBeAbsent(RecordComponent component) {
    return component.getAnnotatedType().isAnnotationPresent(Nullable.class)
        || Collection.class.isAssignableFrom(component.getType());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
