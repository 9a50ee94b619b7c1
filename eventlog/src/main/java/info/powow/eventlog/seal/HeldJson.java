package info.powow.eventlog.seal;

import info.powow.eventlog.json.DisclosedEvent;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// An event whose owner was erased, with the words that a legal hold keeps. It says so, with
/// `withheld: held`.
final class HeldJson {
  private static final byte[] WITHHELD =
      (",\"" + DisclosedEvent.WITHHELD + "\":\"" + DisclosedEvent.HELD + "\"}")
          .getBytes(StandardCharsets.UTF_8);

  private HeldJson() {}

  static byte[] of(long layout, byte[] publicPart, byte[] personalPart) {
    byte[] whole = SplitJson.join(layout, publicPart, personalPart);
    byte[] marked = Arrays.copyOf(whole, whole.length - 1 + WITHHELD.length);
    System.arraycopy(WITHHELD, 0, marked, whole.length - 1, WITHHELD.length);
    return marked;
  }
}
