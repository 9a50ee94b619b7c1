package info.powow.standalone.e2e;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.KeyAgreement;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.JsonNode;

/// A push service on loopback with its browsers: it accepts Web Push (RFC 8030) and decrypts it
/// (RFC 8291) as a browser does.
final class PushService implements AutoCloseable {
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  /// A push as the browser's service worker sees it.
  ///
  /// @param path of the subscription
  /// @param topic under which the push service replaces an earlier push
  record Push(String path, String topic, JsonNode json) {}

  /// Called with a push before the service answers it.
  interface BeforeAnswer {
    void received(Push push) throws InterruptedException;
  }

  private record Browser(KeyPair keys, byte[] auth) {}

  private final HttpServer server;
  private final Map<String, Browser> browsers = new ConcurrentHashMap<>();
  private volatile BeforeAnswer beforeAnswer = _ -> {};

  final BlockingQueue<Push> pushes = new LinkedBlockingQueue<>();
  final BlockingQueue<Exception> faults = new LinkedBlockingQueue<>();

  PushService() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
  }

  String origin() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  void beforeAnswer(BeforeAnswer action) {
    beforeAnswer = action;
  }

  /// What a page posts as a device of its person.
  Map<String, Object> subscribe(String path, String keyId) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    Browser browser =
        new Browser(
            generator.generateKeyPair(), Arrays.copyOf(path.getBytes(StandardCharsets.UTF_8), 16));
    browsers.put(path, browser);
    return Map.of(
        "kind",
        "web",
        "endpoint",
        origin() + path,
        "keys",
        Map.of(
            "p256dh", BASE64.encodeToString(point(browser.keys())),
            "auth", BASE64.encodeToString(browser.auth())),
        "keyId",
        keyId,
        "label",
        "a browser");
  }

  private void handle(HttpExchange exchange) throws IOException {
    BeforeAnswer action = beforeAnswer;
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      byte[] body = exchange.getRequestBody().readAllBytes();
      Browser browser = browsers.get(path);
      if (browser == null) {
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      Push push =
          new Push(
              path,
              exchange.getRequestHeaders().getFirst("Topic"),
              TestPeople.JSON.readTree(decrypted(body, browser)));
      pushes.add(push);
      action.received(push);
      exchange.sendResponseHeaders(201, -1);
    } catch (GeneralSecurityException | RuntimeException e) {
      faults.add(e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static byte[] point(KeyPair keys) {
    ECPoint w = ((ECPublicKey) keys.getPublic()).getW();
    ByteBuffer point = ByteBuffer.allocate(65).put((byte) 4);
    for (BigInteger number : new BigInteger[] {w.getAffineX(), w.getAffineY()}) {
      byte[] bytes = number.toByteArray();
      byte[] last = new byte[32];
      int length = Math.min(32, bytes.length);
      System.arraycopy(bytes, bytes.length - length, last, 32 - length, length);
      point.put(last);
    }
    return point.array();
  }

  private static String decrypted(byte[] body, Browser browser) throws GeneralSecurityException {
    ByteBuffer buffer = ByteBuffer.wrap(body);
    byte[] salt = read(buffer, 16);
    int unused = buffer.getInt();
    byte[] theirs = read(buffer, buffer.get());
    byte[] sealed = read(buffer, buffer.remaining());
    ECPublicKey own = (ECPublicKey) browser.keys().getPublic();
    ECPoint point =
        new ECPoint(
            new BigInteger(1, Arrays.copyOfRange(theirs, 1, 33)),
            new BigInteger(1, Arrays.copyOfRange(theirs, 33, 65)));
    KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
    agreement.init(browser.keys().getPrivate());
    agreement.doPhase(
        KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(point, own.getParams())),
        true);
    byte[] info =
        ByteBuffer.allocate(144)
            .put(ascii("WebPush: info\0"))
            .put(point(browser.keys()))
            .put(theirs)
            .array();
    byte[] secret = derived(browser.auth(), agreement.generateSecret(), info, 32);
    byte[] key = derived(salt, secret, ascii("Content-Encoding: aes128gcm\0"), 16);
    byte[] nonce = derived(salt, secret, ascii("Content-Encoding: nonce\0"), 12);
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(
        Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, nonce));
    String padded = new String(cipher.doFinal(sealed), StandardCharsets.UTF_8);
    return padded.substring(0, padded.lastIndexOf('\u0002'));
  }

  private static byte[] read(ByteBuffer buffer, int length) {
    byte[] bytes = new byte[length];
    buffer.get(bytes);
    return bytes;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] derived(byte[] salt, byte[] input, byte[] info, int length)
      throws GeneralSecurityException {
    return KDF.getInstance("HKDF-SHA256")
        .deriveData(
            HKDFParameterSpec.ofExtract().addIKM(input).addSalt(salt).thenExpand(info, length));
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
