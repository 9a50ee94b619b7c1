package info.powow.eventlog.seal;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The JSON of an event as two objects: what is public of it, and what is personal. Joined, they
/// are the same bytes again.
///
/// @param owner null when the event names none
/// @param layout bit i is set when field i is personal
record SplitJson(@Nullable String owner, long layout, byte[] publicPart, byte[] personalPart) {
  private static final int MAX_FIELDS = 64;

  static SplitJson of(byte[] json, PersonalFields.Declared declared) {
    JsonFields fields = new JsonFields(json);
    byte[] publicPart = new byte[json.length];
    byte[] personalPart = new byte[json.length];
    int publicEnd = 1;
    int personalEnd = 1;
    publicPart[0] = '{';
    personalPart[0] = '{';
    long layout = 0;
    String owner = null;
    for (int i = 0; fields.next(); i++) {
      if (i == MAX_FIELDS) {
        throw new IllegalArgumentException("an event has at most " + MAX_FIELDS + " fields");
      }
      if (declared.isPersonal(json, fields.nameStart(), fields.nameEnd())) {
        layout |= 1L << i;
        personalEnd = add(json, fields, personalPart, personalEnd);
      } else {
        publicEnd = add(json, fields, publicPart, publicEnd);
        if (JsonFields.isNamed(declared.owner(), json, fields.nameStart(), fields.nameEnd())) {
          owner = text(json, fields);
        }
      }
    }
    publicPart[publicEnd++] = '}';
    personalPart[personalEnd++] = '}';
    return new SplitJson(
        owner,
        layout,
        Arrays.copyOf(publicPart, publicEnd),
        Arrays.copyOf(personalPart, personalEnd));
  }

  private static int add(byte[] json, JsonFields fields, byte[] part, int end) {
    int at = end;
    if (at > 1) {
      part[at++] = ',';
    }
    int length = fields.end() - fields.start();
    System.arraycopy(json, fields.start(), part, at, length);
    return at + length;
  }

  /// An id: it needs no escapes.
  private static String text(byte[] json, JsonFields fields) {
    int from = fields.valueStart() + 1;
    return new String(
        json, from, fields.end() - 1 - from, java.nio.charset.StandardCharsets.US_ASCII);
  }

  static byte[] join(long layout, byte[] publicPart, byte[] personalPart) {
    JsonFields open = new JsonFields(publicPart);
    JsonFields personal = new JsonFields(personalPart);
    byte[] json = new byte[publicPart.length + personalPart.length];
    int end = 1;
    json[0] = '{';
    boolean more = true;
    for (int i = 0; more && i < MAX_FIELDS; i++) {
      boolean isPersonal = (layout >>> i & 1) == 1;
      JsonFields from = isPersonal ? personal : open;
      more = from.next();
      if (more) {
        end = add(isPersonal ? personalPart : publicPart, from, json, end);
      }
    }
    json[end++] = '}';
    return Arrays.copyOf(json, end);
  }
}
