package info.powow.bench.attack;

import info.powow.bench.people.BenchPerson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;

/// Attacks over HTTP.
final class HttpAttacks {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final int MINUTE_MS = 60_000;
  private static final int PIECE = 1 << 20;
  private static final int SMALL_BUFFER = 4096;
  private static final String CRLF = "\r\n";

  private HttpAttacks() {}

  /// Bodies of 90 MB: with a length, in chunks, and nothing but blanks.
  static void largeBodies(Field field) {
    byte[] words = filled('a');
    byte[] blanks = filled(' ');
    for (int i = 0; i < 45; i++) {
      byte[] piece = i % 3 == 2 ? blanks : words;
      boolean chunked = i % 3 == 1;
      field.lane(0, SECOND, connection -> largeBody(connection, piece, chunked));
    }
  }

  private static byte[] filled(char letter) {
    byte[] piece = new byte[PIECE];
    Arrays.fill(piece, (byte) letter);
    return piece;
  }

  private static String largeBody(RawConnection connection, byte[] piece, boolean chunked)
      throws IOException {
    int pieces = 90;
    connection.write(
        postOf("/api/sessions")
            + (chunked ? "Transfer-Encoding: chunked" : "Content-Length: " + (long) pieces * PIECE)
            + CRLF
            + CRLF);
    try {
      for (int i = 0; i < pieces && !connection.isAnswered(); i++) {
        if (chunked) {
          connection.write(Integer.toHexString(PIECE) + CRLF);
        }
        connection.write(piece);
        if (chunked) {
          connection.write(CRLF);
        }
      }
    } catch (IOException e) {
      if (!connection.isAnswered()) {
        throw e;
      }
    }
    return connection.answer(MINUTE_MS);
  }

  private static String postOf(String path) {
    return "POST " + path + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n";
  }

  /// 400 bodies that arrive at a byte every five seconds.
  static void slowBodies(Field field) {
    for (int i = 0; i < 400; i++) {
      field.lane(
          0,
          SECOND,
          connection -> {
            connection.write(
                postOf("/api/sessions") + "Content-Length: 1000\r\n\r\n{\"handle\":\"");
            String answer = connection.answer(5_000);
            while (answer.equals(RawConnection.NOTHING)) {
              connection.write("a");
              answer = connection.answer(5_000);
            }
            return answer;
          });
    }
  }

  /// 300 concurrent sign-ins with unknown handles.
  static void signIns(Field field) {
    for (int i = 0; i < 300; i++) {
      String body = "{\"handle\":\"nobody" + i + "x\",\"password\":\"some password\"}";
      field.lane(
          0,
          SECOND,
          connection -> {
            connection.write(
                postOf("/api/sessions") + "Content-Length: " + body.length() + "\r\n\r\n" + body);
            return connection.answer(MINUTE_MS);
          });
    }
  }

  /// 70 uploads that stop after a part.
  static void halfUploads(Field field) {
    byte[] part = new byte[10_000];
    for (int i = 0; i < 70; i++) {
      BenchPerson person = field.ammunition().person(i);
      field.lane(
          0,
          SECOND,
          connection -> {
            connection.write(uploadOf(person, 5_000_000) + FORM);
            connection.write(part);
            return connection.answer(MINUTE_MS);
          });
    }
  }

  private static final String FORM =
      "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"x.gif\"\r\n\r\n";

  private static String uploadOf(BenchPerson person, int length) {
    return "POST /api/images HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
        + person.token()
        + "\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: "
        + length
        + CRLF
        + CRLF;
  }

  /// GIFs of 20 MB, each of millions of empty blocks.
  static void blockGifs(Field field) {
    byte[] form = gif();
    for (int i = 0; i < 4; i++) {
      BenchPerson person = field.ammunition().person(i);
      field.lane(
          0,
          SECOND,
          connection -> {
            connection.write(uploadOf(person, form.length));
            connection.write(form);
            return connection.answer(MINUTE_MS);
          });
    }
  }

  private static byte[] gif() {
    ByteArrayOutputStream form = new ByteArrayOutputStream(20 << 20);
    form.writeBytes(FORM.getBytes(StandardCharsets.US_ASCII));
    form.writeBytes("GIF89a".getBytes(StandardCharsets.US_ASCII));
    form.writeBytes(new byte[] {1, 0, 1, 0, (byte) 0x80, 0, 0, 0, 0, 0, -1, -1, -1});
    byte[] blocks = new byte[3 * 6_500_000];
    for (int i = 0; i < blocks.length; i += 3) {
      blocks[i] = 0x21;
      blocks[i + 1] = (byte) 0xf9;
    }
    form.writeBytes(blocks);
    form.writeBytes(new byte[] {0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0, 0x3b});
    form.writeBytes("\r\n--b--\r\n".getBytes(StandardCharsets.US_ASCII));
    return form.toByteArray();
  }

  /// 40 large answers that nobody reads.
  static void unreadAnswers(Field field) {
    Ammunition ammunition = field.ammunition();
    String request =
        get(
            "/api/conversations/" + ammunition.large() + "/events?after=-1&limit=500",
            ammunition.people().getFirst());
    for (int i = 0; i < 40; i++) {
      field.lane(
          SMALL_BUFFER,
          SECOND,
          connection -> {
            connection.write(request);
            // A closed connection is noticed only on writing. Blank lines before a request are
            // allowed.
            while (!field.isOver()) {
              Thread.sleep(2_000);
              connection.write(CRLF);
            }
            return "never cut off";
          });
    }
  }

  private static String get(String path, BenchPerson person) {
    return "GET "
        + path
        + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
        + person.token()
        + CRLF
        + CRLF;
  }

  /// A person in thousands of groups searches and reads the inbox.
  static void searches(Field field) {
    BenchPerson person = field.ammunition().grouped();
    for (int i = 0; i < 4; i++) {
      String request =
          get(i % 2 == 0 ? "/api/search?q=needle" : "/api/conversations?limit=50", person);
      field.lane(
          0,
          Duration.ofMillis(500),
          connection -> {
            connection.write(request);
            return connection.answer(MINUTE_MS);
          });
    }
  }

  /// A thousand connections with incomplete requests.
  static void halfRequests(Field field) {
    for (int i = 0; i < 1_000; i++) {
      field.lane(
          0,
          SECOND,
          connection -> {
            connection.write("GET /ws HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nX-");
            return connection.answer(MINUTE_MS);
          });
    }
  }
}
