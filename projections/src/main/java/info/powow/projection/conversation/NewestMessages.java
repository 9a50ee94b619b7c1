package info.powow.projection.conversation;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The positions and senders of the newest messages of a conversation, without deleted ones.
/// Sufficient to count a person's unread messages, and small enough to be written with every
/// message.
///
/// Encoded as a chain of bytes: for each message, the distance from the previous one and the index
/// of its sender, both as variable-length integers of 7 bits a byte.
final class NewestMessages {
  static final int CAPACITY = 256;
  private static final int MAX_SENDERS = 2 * CAPACITY;

  static final NewestMessages NONE = of(-1, List.of(), new byte[0]);

  private final long forgotten;
  private final int count;
  private final List<String> senders;
  private final byte[] chain;
  private final long last;

  private NewestMessages(long forgotten, int count, List<String> senders, byte[] chain, long last) {
    this.forgotten = forgotten;
    this.count = count;
    this.senders = senders;
    this.chain = chain;
    this.last = last;
  }

  /// Restores the stored form.
  static NewestMessages of(long forgotten, List<String> senders, byte[] chain) {
    int count = 0;
    long last = forgotten;
    for (int at = 0; at < chain.length; count++) {
      last += value(chain, at);
      at = behind(chain, behind(chain, at));
    }
    return new NewestMessages(forgotten, count, List.copyOf(senders), chain, last);
  }

  /// The position of the newest message that was dropped; -1 if none was. The chain starts from
  /// there.
  long forgotten() {
    return forgotten;
  }

  List<String> senders() {
    return senders;
  }

  byte[] chain() {
    return chain;
  }

  /// The number of messages of others after a position.
  UnreadCount unreadBy(String person, long after) {
    int me = senders.indexOf(person);
    int unread = 0;
    int at = 0;
    long position = forgotten;
    while (at < chain.length) {
      position += value(chain, at);
      at = behind(chain, at);
      int sender = (int) value(chain, at);
      at = behind(chain, at);
      if (position > after && sender != me) {
        unread++;
      }
    }
    return UnreadCount.of(unread, after < forgotten);
  }

  NewestMessages with(long position, String sender) {
    if (count == CAPACITY) {
      return withoutOldest().with(position, sender);
    }
    if (senders.size() == MAX_SENDERS && !senders.contains(sender)) {
      return rewritten(entries()).with(position, sender);
    }
    List<String> known = senders;
    int index = known.indexOf(sender);
    if (index < 0) {
      index = known.size();
      List<String> more = new ArrayList<>(index + 1);
      more.addAll(known);
      more.add(sender);
      known = List.copyOf(more);
    }
    long distance = position - last;
    byte[] longer = Arrays.copyOf(chain, chain.length + size(distance) + size(index));
    put(longer, put(longer, chain.length, distance), index);
    return new NewestMessages(forgotten, count + 1, known, longer, position);
  }

  NewestMessages without(long position) {
    List<Entry> entries = entries();
    return entries.removeIf(entry -> entry.position() == position) ? rewritten(entries) : this;
  }

  private NewestMessages withoutOldest() {
    int at = behind(chain, behind(chain, 0));
    long oldest = forgotten + value(chain, 0);
    return new NewestMessages(
        oldest, count - 1, senders, Arrays.copyOfRange(chain, at, chain.length), last);
  }

  private record Entry(long position, String sender) {}

  private List<Entry> entries() {
    List<Entry> entries = new ArrayList<>(count);
    int at = 0;
    long position = forgotten;
    while (at < chain.length) {
      position += value(chain, at);
      at = behind(chain, at);
      entries.add(new Entry(position, senders.get((int) value(chain, at))));
      at = behind(chain, at);
    }
    return entries;
  }

  /// Re-encodes entries with only the senders that occur.
  private NewestMessages rewritten(List<Entry> entries) {
    Map<String, Integer> places = new HashMap<>();
    List<String> needed = new ArrayList<>();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(chain.length);
    byte[] number = new byte[10];
    long before = forgotten;
    for (Entry entry : entries) {
      Integer place = places.get(entry.sender());
      if (place == null) {
        place = needed.size();
        places.put(entry.sender(), place);
        needed.add(entry.sender());
      }
      bytes.write(number, 0, put(number, 0, entry.position() - before));
      bytes.write(number, 0, put(number, 0, place));
      before = entry.position();
    }
    return new NewestMessages(
        forgotten, entries.size(), List.copyOf(needed), bytes.toByteArray(), before);
  }

  private static long value(byte[] chain, int at) {
    long value = 0;
    int shift = 0;
    int index = at;
    while (true) {
      byte b = chain[index++];
      value |= (long) (b & 0x7f) << shift;
      if (b >= 0) {
        return value;
      }
      shift += 7;
    }
  }

  private static int behind(byte[] chain, int at) {
    int index = at;
    while (chain[index] < 0) {
      index++;
    }
    return index + 1;
  }

  private static int size(long value) {
    int size = 1;
    for (long rest = value >>> 7; rest != 0; rest >>>= 7) {
      size++;
    }
    return size;
  }

  private static int put(byte[] bytes, int at, long value) {
    int index = at;
    long rest = value;
    while (rest >>> 7 != 0) {
      bytes[index++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[index++] = (byte) rest;
    return index;
  }
}
