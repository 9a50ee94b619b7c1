package info.powow.standalone.cluster;

import info.powow.domain.PersonId;
import info.powow.domain.Tag;
import info.powow.domain.identity.Handle;
import info.powow.domain.image.ContentHash;
import info.powow.domain.mail.MailAddress;
import info.powow.domain.notification.DeviceKind;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Creates one record of each type by reflection: with all components, or without optional ones.
final class Samples {
  private final boolean full;

  private Samples(boolean full) {
    this.full = full;
  }

  static Object full(Class<?> type) {
    return new Samples(true).of(type, "");
  }

  static Object sparse(Class<?> type) {
    return new Samples(false).of(type, "");
  }

  private Object of(Type type, String name) {
    if (type instanceof ParameterizedType parameterized) {
      Type[] arguments = parameterized.getActualTypeArguments();
      Class<?> raw = (Class<?>) parameterized.getRawType();
      if (raw == Map.class) {
        return full ? Map.of(of(arguments[0], name), of(arguments[1], name)) : Map.of();
      }
      boolean some = full || Set.of("images", "weekly", "conversations", "texts").contains(name);
      if (raw == Set.class) {
        return some ? Set.of(of(arguments[0], name)) : Set.of();
      }
      return some ? List.of(of(arguments[0], name)) : List.of();
    }
    return ofClass((Class<?>) type, name);
  }

  private Object ofClass(Class<?> type, String name) {
    if (type == String.class) {
      return text(name);
    }
    if (type == boolean.class || type == Boolean.class) {
      // A case about statistics has no conversations.
      return !name.equals("statistics");
    }
    if (type == int.class || type == Integer.class) {
      // The narrowest radius.
      return name.equals("radius") ? 500 : 16;
    }
    if (type == long.class || type == Long.class) {
      return 16L;
    }
    if (type == double.class || type == Double.class) {
      return 12.5;
    }
    if (type == Instant.class) {
      return Instant.parse(
          name.equals("end") ? "2026-01-02T05:04:05.006Z" : "2026-01-02T03:04:05.006Z");
    }
    if (type == ZoneId.class) {
      return ZoneId.of("Europe/Athens");
    }
    if (type == LocalTime.class) {
      return LocalTime.of(name.equals("closes") ? 17 : 9, 30);
    }
    if (type == LocalDate.class) {
      return LocalDate.of(2026, 1, 2);
    }
    if (type == DayOfWeek.class) {
      return DayOfWeek.MONDAY;
    }
    // Two people of one command are different.
    if (type == PersonId.class) {
      return new PersonId("person-" + name);
    }
    if (type == Handle.class) {
      return new Handle("ada_of_athens");
    }
    if (type == MailAddress.class) {
      return new MailAddress("hall@example.org");
    }
    if (type == Tag.class) {
      return new Tag("chess club");
    }
    if (type == ContentHash.class) {
      return new ContentHash("ab".repeat(32));
    }
    // An app has no keys.
    if (type == DeviceKind.class && !full) {
      return DeviceKind.APNS;
    }
    if (type.isEnum()) {
      return type.getEnumConstants()[0];
    }
    if (type.isSealed()) {
      return of(type.getPermittedSubclasses()[0], name);
    }
    return record(type);
  }

  private String text(String name) {
    return switch (name) {
      case "emoji" -> "👍";
      case "projection" -> "views";
      case "email" -> "hall@example.org";
      case "telephone" -> "+30 210 123456";
      case "website" -> "https://example.org";
      case "endpoint" -> full ? "https://example.org" : "ab".repeat(32);
      case "p256dh" ->
          "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
      case "auth" -> "BTBZMqHH6r4Tts7J_aSIgg";
      default -> "some-" + name;
    };
  }

  private Object record(Class<?> type) {
    RecordComponent[] components = type.getRecordComponents();
    Object[] values =
        Arrays.stream(components)
            .map(each ->
                full || !mayBeAbsent(each) ? of(each.getGenericType(), each.getName()) : null)
            .toArray();
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      Constructor<?> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      throw new AssertionError("no sample of " + type.getName(), e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new AssertionError("no sample of " + type.getName(), e);
    }
  }

  private static boolean mayBeAbsent(RecordComponent component) {
    return component.getType() == Optional.class
        || component.getAnnotatedType().isAnnotationPresent(Nullable.class);
  }
}
