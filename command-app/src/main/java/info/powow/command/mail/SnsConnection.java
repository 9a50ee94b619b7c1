package info.powow.command.mail;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;

/// Loads from Amazon SNS what messages refer to. Addresses were checked before: they are Amazon's.
interface SnsConnection {
  /// The key of a certificate.
  PublicKey key(URI certificate);

  /// Confirms a subscription.
  void confirm(URI subscription);

  /// Over HTTPS, without redirects, one request at a time.
  final class OverHttps implements SnsConnection {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final int MAX_BYTES = 16_384;

    private final HttpClient client =
        HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(TIMEOUT)
            .build();
    private final Cache<URI, X509Certificate> certificates =
        Caffeine.newBuilder().maximumSize(10).expireAfterWrite(Duration.ofDays(1)).build();
    private final Clock clock;

    OverHttps(Clock clock) {
      this.clock = clock;
    }

    @Override
    public synchronized PublicKey key(URI certificate) {
      X509Certificate known = certificates.getIfPresent(certificate);
      try {
        if (known == null) {
          known =
              (X509Certificate)
                  CertificateFactory.getInstance("X.509")
                      .generateCertificate(new ByteArrayInputStream(load(certificate)));
          certificates.put(certificate, known);
        }
        known.checkValidity(Date.from(clock.instant()));
        return known.getPublicKey();
      } catch (CertificateException e) {
        throw Rejected.field("SigningCertURL", "a valid certificate", "another one");
      }
    }

    @Override
    public synchronized void confirm(URI subscription) {
      byte[] unused = load(subscription);
    }

    private byte[] load(URI address) {
      try {
        HttpResponse<InputStream> answer =
            client.send(
                HttpRequest.newBuilder(address).timeout(TIMEOUT).build(),
                BodyHandlers.ofInputStream());
        try (InputStream body = answer.body()) {
          if (answer.statusCode() != 200) {
            throw new Rejected(Reason.NOTIFICATIONS_UNAVAILABLE);
          }
          return body.readNBytes(MAX_BYTES);
        }
      } catch (IOException e) {
        throw new Rejected(Reason.NOTIFICATIONS_UNAVAILABLE);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new Rejected(Reason.NOTIFICATIONS_UNAVAILABLE);
      }
    }
  }
}
