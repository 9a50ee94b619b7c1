package info.powow.bench.load;

import info.powow.bench.stomp.FrameView;
import info.powow.bench.stomp.FrameWriter;
import info.powow.bench.stomp.Hex;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// A message whose text and receipt id contain the intended sending time and the sender, so that
/// the load generator needs no table of messages in flight.
public final class TimedMessage {
  private static final byte[] MARK = ascii("powow-t:");
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final long MARK_AS_LONG = (long) LONG.get(MARK, 0);

  private static final int MEMBER_DIGITS = 4;
  private static final int STAMP = MARK.length + Hex.DIGITS + 1 + MEMBER_DIGITS + 1;

  private static final byte[] SEND = ascii("SEND\ndestination:/app/conversations/");
  private static final byte[] RECEIPT = ascii("/send\nreceipt:t");
  private static final byte[] LENGTH = ascii("\ncontent-type:application/json\ncontent-length:");
  private static final byte[] KEY = ascii("\n\n{\"key\":\"");
  private static final byte[] TEXT = ascii("\",\"text\":\"");
  private static final byte[] END = ascii("\"}\0");
  private static final int UUID_LENGTH = 36;

  private static final String WORDS =
      "The bread is still warm, the market opens at seven, and who comes along to the lake? ";

  private final byte[] length;
  private final byte[] words;
  private final long run;
  private long number;

  /// The last offset of the mark from the end of the frame; nearly always the same.
  private int fromEnd = STAMP;

  /// @param textLength the length of each message's text
  /// @param run makes the keys of this run unique
  public TimedMessage(int textLength, long run) {
    if (textLength < STAMP) {
      throw new IllegalArgumentException("A text needs at least " + STAMP + " letters");
    }
    int rest = textLength - STAMP;
    words = ascii(WORDS.repeat(rest / WORDS.length() + 1).substring(0, rest));
    int body = KEY.length - 2 + UUID_LENGTH + TEXT.length + textLength + END.length - 1;
    length = ascii(Integer.toString(body));
    this.run = run;
  }

  /// Writes the next message, with a unique key.
  public void write(FrameWriter writer, byte[] conversation, int member, long intended) {
    long n = number++;
    writer
        .text()
        .add(SEND)
        .add(conversation)
        .add(RECEIPT)
        .addHex(intended, Hex.DIGITS)
        .add(LENGTH)
        .add(length)
        .add(KEY)
        .addHex(run >>> 32, 8)
        .add('-')
        .addHex(run >>> 16, 4)
        .add('-')
        .add('4')
        .addHex(run >>> 4, 3)
        .add('-')
        .add('8')
        .addHex(run, 3)
        .add('-')
        .addHex(n, 12)
        .add(TEXT)
        .add(MARK)
        .addHex(intended, Hex.DIGITS)
        .add('/')
        .addHex(member, MEMBER_DIGITS)
        .add(' ')
        .add(words)
        .add(END);
  }

  /// The position of the mark of a timed message, or -1.
  public int find(FrameView frame) {
    byte[] bytes = frame.bytes();
    int last = frame.end() - STAMP;
    int guess = frame.end() - fromEnd;
    if (guess >= frame.start() && guess <= last && isMark(bytes, guess)) {
      return guess;
    }
    for (int at = frame.body(); at <= last; at++) {
      if (bytes[at] == 'p' && isMark(bytes, at)) {
        fromEnd = frame.end() - at;
        return at;
      }
    }
    return -1;
  }

  private static boolean isMark(byte[] bytes, int at) {
    return (long) LONG.get(bytes, at) == MARK_AS_LONG;
  }

  /// The intended sending time.
  public static long intended(FrameView frame, int mark) {
    return Hex.parse(frame.bytes(), mark + MARK.length);
  }

  /// The sending member.
  public static int member(FrameView frame, int mark) {
    return (int) Hex.parse(frame.bytes(), mark + MARK.length + Hex.DIGITS + 1, MEMBER_DIGITS);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
