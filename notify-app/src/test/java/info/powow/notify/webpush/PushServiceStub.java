package info.powow.notify.webpush;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import info.powow.domain.notification.WebPushKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECPublicKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.KeyAgreement;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A push service on loopback, and the browsers behind it: it speaks RFC 8030, checks who asks
/// (RFC 8292), and decrypts (RFC 8291).
public final class PushServiceStub implements AutoCloseable {
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  /// What a device got.
  ///
  /// @param text decrypted
  /// @param ciphertext how long what came was
  public record Pushed(
      String path, String text, int ciphertext, String topic, int ttl, String urgency) {
    public JsonNode json() {
      return JsonMapper.shared().readTree(text);
    }
  }

  private record Subscription(KeyPair keys, byte[] auth) {}

  private final HttpServer server;
  private final Map<String, Subscription> subscriptions = new ConcurrentHashMap<>();
  private final BlockingQueue<Pushed> pushed = new LinkedBlockingQueue<>();
  private final CountDownLatch hanging = new CountDownLatch(1);

  /// The answer to a push by path: a status; 0 never answers.
  private volatile ToIntFunction<String> answers = _ -> 201;

  private volatile @Nullable String retryAfter;

  public PushServiceStub() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
  }

  public String origin() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  public void answer(ToIntFunction<String> status) {
    answers = status;
  }

  public void retryAfter(@Nullable String header) {
    retryAfter = header;
  }

  /// Subscribes a browser.
  public WebPushKeys subscribe(String path) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPair keys = generator.generateKeyPair();
      byte[] auth = Arrays.copyOf(path.getBytes(StandardCharsets.UTF_8), 16);
      subscriptions.put(path, new Subscription(keys, auth));
      return new WebPushKeys(
          BASE64.encodeToString(P256.encode(((ECPublicKey) keys.getPublic()).getW())),
          BASE64.encodeToString(auth));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /// What came next.
  public Pushed next() throws InterruptedException {
    Pushed next = pushed.poll(20, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("nothing was pushed");
    }
    return next;
  }

  public int waiting() {
    return pushed.size();
  }

  private void handle(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    try {
      byte[] body = exchange.getRequestBody().readAllBytes();
      int status = answers.applyAsInt(path);
      if (status == 0) {
        boolean unused = hanging.await(1, TimeUnit.MINUTES);
        return;
      }
      if (status == 201) {
        Subscription subscription = subscriptions.get(path);
        if (subscription == null) {
          status = 404;
        } else {
          requireVapid(exchange.getRequestHeaders().getFirst("Authorization"));
          String text = decrypt(body, subscription.keys(), subscription.auth());
          pushed.add(
              new Pushed(
                  path,
                  text,
                  body.length,
                  exchange.getRequestHeaders().getFirst("Topic"),
                  Integer.parseInt(exchange.getRequestHeaders().getFirst("TTL")),
                  exchange.getRequestHeaders().getFirst("Urgency")));
        }
      }
      if (status == 302) {
        exchange.getResponseHeaders().add("Location", origin() + "/redirected");
      }
      String after = retryAfter;
      if (after != null) {
        exchange.getResponseHeaders().add("Retry-After", after);
      }
      exchange.sendResponseHeaders(status, -1);
    } catch (GeneralSecurityException | RuntimeException e) {
      exchange.sendResponseHeaders(400, -1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      exchange.close();
    }
  }

  private void requireVapid(String header) throws GeneralSecurityException {
    String token = header.substring(header.indexOf("t=") + 2, header.indexOf(','));
    byte[] point = Base64.getUrlDecoder().decode(header.substring(header.indexOf("k=") + 2));
    String[] parts = token.split("\\.");
    Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
    signature.initVerify(
        KeyFactory.getInstance("EC")
            .generatePublic(new ECPublicKeySpec(P256.decode(point), P256.parameters())));
    signature.update((parts[0] + '.' + parts[1]).getBytes(StandardCharsets.US_ASCII));
    JsonNode claims = JsonMapper.shared().readTree(Base64.getUrlDecoder().decode(parts[1]));
    if (!signature.verify(Base64.getUrlDecoder().decode(parts[2]))
        || !claims.path("aud").asString().equals(origin())
        || claims.path("sub").asString().isEmpty()) {
      throw new GeneralSecurityException("who asks is not who it says");
    }
  }

  static String decrypt(byte[] body, KeyPair keys, byte[] auth) throws GeneralSecurityException {
    ByteBuffer buffer = ByteBuffer.wrap(body);
    byte[] salt = new byte[16];
    buffer.get(salt);
    int unused = buffer.getInt();
    byte[] theirs = new byte[buffer.get()];
    buffer.get(theirs);
    byte[] sealed = new byte[buffer.remaining()];
    buffer.get(sealed);
    byte[] ours = P256.encode(((ECPublicKey) keys.getPublic()).getW());
    KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
    agreement.init(keys.getPrivate());
    agreement.doPhase(
        KeyFactory.getInstance("EC")
            .generatePublic(new ECPublicKeySpec(P256.decode(theirs), P256.parameters())),
        true);
    ByteBuffer info = ByteBuffer.allocate(14 + ours.length + theirs.length);
    info.put("WebPush: info\0".getBytes(StandardCharsets.US_ASCII)).put(ours).put(theirs);
    byte[] secret = expand(auth, agreement.generateSecret(), info.array(), 32);
    byte[] key =
        expand(
            salt, secret, "Content-Encoding: aes128gcm\0".getBytes(StandardCharsets.US_ASCII), 16);
    byte[] nonce =
        expand(salt, secret, "Content-Encoding: nonce\0".getBytes(StandardCharsets.US_ASCII), 12);
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(
        Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, nonce));
    byte[] padded = cipher.doFinal(sealed);
    int end = padded.length - 1;
    while (padded[end] == 0) {
      end--;
    }
    if (padded[end] != 2) {
      throw new GeneralSecurityException("no end of the last record");
    }
    return new String(padded, 0, end, StandardCharsets.UTF_8);
  }

  private static byte[] expand(byte[] salt, byte[] input, byte[] info, int length)
      throws GeneralSecurityException {
    return KDF.getInstance("HKDF-SHA256")
        .deriveData(
            HKDFParameterSpec.ofExtract().addIKM(input).addSalt(salt).thenExpand(info, length));
  }

  @Override
  public void close() {
    hanging.countDown();
    server.stop(0);
  }
}
