package info.powow.notify.outbox;

import info.powow.domain.ConversationId;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The stored form of a [Tray]. Compact, because nearly every message reads and writes one, and it
/// may contain thousands of positions.
///
/// Numbers are varints of 7 bits, the lowest first. A position is stored as the difference to the
/// one before it.
final class TrayBytes {
  private static final int FORMAT = 1;

  private TrayBytes() {}

  static byte[] encode(Tray tray) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(128);
    out.write(FORMAT);
    put(out, tray.unread().size());
    tray.unread()
        .forEach((conversation, positions) -> {
          put(out, conversation);
          put(out, positions.size());
          long before = 0;
          for (long position : positions) {
            put(out, position - before);
            before = position;
          }
        });
    put(out, tray.cleared().size());
    tray.cleared()
        .forEach((conversation, position) -> {
          put(out, conversation);
          put(out, position);
        });
    return out.toByteArray();
  }

  static Tray decode(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    int format = in.get();
    if (format != FORMAT) {
      throw new IllegalStateException("the outbox has a tray of format " + format);
    }
    Map<ConversationId, List<Long>> unread = new LinkedHashMap<>();
    for (long conversations = number(in); conversations > 0; conversations--) {
      ConversationId conversation = conversation(in);
      int count = Math.toIntExact(number(in));
      List<Long> positions = new ArrayList<>(Math.min(count, in.remaining()));
      long position = 0;
      for (int i = 0; i < count; i++) {
        position += number(in);
        positions.add(position);
      }
      unread.put(conversation, Collections.unmodifiableList(positions));
    }
    Map<ConversationId, Long> cleared = new LinkedHashMap<>();
    for (long conversations = number(in); conversations > 0; conversations--) {
      cleared.put(conversation(in), number(in));
    }
    return new Tray(Collections.unmodifiableMap(unread), Collections.unmodifiableMap(cleared));
  }

  private static void put(ByteArrayOutputStream out, ConversationId conversation) {
    byte[] id = conversation.value().getBytes(StandardCharsets.UTF_8);
    put(out, id.length);
    out.writeBytes(id);
  }

  private static ConversationId conversation(ByteBuffer in) {
    byte[] id = new byte[Math.toIntExact(number(in))];
    in.get(id);
    return new ConversationId(new String(id, StandardCharsets.UTF_8));
  }

  private static void put(ByteArrayOutputStream out, long number) {
    long rest = number;
    while ((rest & ~0x7FL) != 0) {
      out.write((int) (rest & 0x7F | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
  }

  private static long number(ByteBuffer in) {
    long number = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      byte next = in.get();
      number |= (next & 0x7FL) << shift;
      if (next >= 0) {
        return number;
      }
    }
    throw new IllegalStateException("the outbox has a number of more than 64 bits");
  }
}
