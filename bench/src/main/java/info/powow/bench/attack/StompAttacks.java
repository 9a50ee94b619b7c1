package info.powow.bench.attack;

import static info.powow.bench.attack.RawConnection.frame;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;

/// Attacks over WebSocket and STOMP.
final class StompAttacks {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final int SOON_MS = 5_000;
  private static final int SMALL_BUFFER = 4096;

  private StompAttacks() {}

  /// 16 frame heads that grow byte by byte: before and after CONNECT, up to the limit and beyond.
  static void endlessHeads(Field field) {
    String line = "a".repeat(10) + ":" + "b".repeat(4_000) + "\n";
    byte[] tooLong = frame(RawConnection.TEXT, "CONNECT\n" + line.repeat(62));
    byte[] connect = frame(RawConnection.TEXT, "CONNECT\n" + line + "a:" + "b".repeat(3_000));
    byte[] send = frame(RawConnection.TEXT, "SEND\n" + line.repeat(3) + "a:b");
    byte[] resume = frame(RawConnection.TEXT, "SUBSCRIBE\nresume:" + "{".repeat(200_000));
    byte[] singles = repeated(frame(RawConnection.TEXT, "b"), 40);
    for (int i = 0; i < 16; i++) {
      boolean signedIn = i % 4 >= 2;
      byte[] head =
          switch (i % 4) {
            case 0 -> tooLong;
            case 1 -> connect;
            case 2 -> send;
            default -> resume;
          };
      String token = field.ammunition().person(i).token();
      field.lane(
          0,
          SECOND,
          connection -> {
            if (signedIn) {
              connection.connect(token);
            } else {
              connection.upgrade();
            }
            connection.write(head);
            return goOn(field, connection, singles, 40);
          });
    }
  }

  private static byte[] repeated(byte[] bytes, int times) {
    ByteArrayOutputStream all = new ByteArrayOutputStream(bytes.length * times);
    for (int i = 0; i < times; i++) {
      all.writeBytes(bytes);
    }
    return all.toByteArray();
  }

  /// Writes the same bytes repeatedly until the server answers.
  private static String goOn(Field field, RawConnection connection, byte[] bytes, long everyMillis)
      throws IOException, InterruptedException {
    while (!field.isOver() && !connection.isAnswered()) {
      connection.write(bytes);
      Thread.sleep(everyMillis);
    }
    return connection.end(SOON_MS);
  }

  /// 20 connections that ping and never read: half of them within the rate limit, half above.
  static void unreadPongs(Field field) {
    byte[] ping = frame(RawConnection.PING, new byte[125]);
    byte[] burst = repeated(ping, 45);
    for (int i = 0; i < 20; i++) {
      boolean allowed = i % 2 == 0;
      String token = field.ammunition().person(i).token();
      field.lane(
          SMALL_BUFFER,
          SECOND,
          connection -> {
            connection.connect(token);
            while (!field.isOver()) {
              connection.write(allowed ? ping : burst);
              Thread.sleep(allowed ? 110 : 50);
            }
            return "never cut off";
          });
    }
  }

  /// 10 connections that each subscribe a hundred times, with ids of 250 KB.
  static void longIds(Field field) {
    String id = "x".repeat(250_000);
    for (int i = 0; i < 10; i++) {
      String token = field.ammunition().person(i).token();
      field.lane(
          0,
          SECOND,
          connection -> {
            connection.connect(token);
            for (int n = 0; n < 100 && !connection.isAnswered(); n++) {
              connection.write(
                  frame(
                      RawConnection.TEXT,
                      "SUBSCRIBE\nid:" + n + id + "\ndestination:/user/queue/errors\n\n\0"));
            }
            return connection.end(SOON_MS);
          });
    }
  }
}
