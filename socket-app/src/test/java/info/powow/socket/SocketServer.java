package info.powow.socket;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import info.powow.domain.Accepted;
import info.powow.domain.PersonId;
import info.powow.domain.identity.Handle;
import info.powow.domain.person.PersonCommand.CreateProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// A node on a free port with the real write side, a real log in a temporary folder, and
/// memberships read from it.
final class SocketServer implements AutoCloseable {
  private static final byte[] SECRET = "a secret of at least thirty-two bytes".getBytes();
  private static final AtomicInteger PEOPLE = new AtomicInteger();

  private final Path folder;
  private final ConfigurableApplicationContext context;

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  static class Application {
    @Bean
    MembershipsFromLog membershipsFromLog(EventStorageEngine log) {
      return new MembershipsFromLog(log);
    }
  }

  private SocketServer(Path folder, ConfigurableApplicationContext context) {
    this.folder = folder;
    this.context = context;
  }

  static SocketServer start() {
    return start(Map.of());
  }

  static SocketServer start(Map<String, Object> settings) {
    try {
      Path folder = Files.createTempDirectory("powow-socket");
      SpringApplication application = new SpringApplication(Application.class);
      application.setDefaultProperties(
          Map.of(
              "server.port",
              0,
              "server.address",
              "127.0.0.1",
              "spring.main.banner-mode",
              "off",
              "powow.log.folder",
              folder.resolve("log").toString(),
              "powow.tokens.secret",
              Base64.getEncoder().encodeToString(SECRET)));
      String[] arguments =
          settings.entrySet().stream()
              .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
              .toArray(String[]::new);
      return new SocketServer(folder, application.run(arguments));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  int port() {
    return Objects.requireNonNull(((WebServerApplicationContext) context).getWebServer()).getPort();
  }

  URI address() {
    return URI.create("ws://127.0.0.1:" + port() + "/ws");
  }

  /// A new person, who accepts messages from everyone.
  PersonId person(String name) {
    PersonId person = new PersonId(name + "-" + PEOPLE.incrementAndGet());
    Accepted _ =
        bean(CommandGateway.class)
            .sendAndWait(
                new CreateProfile(
                    person, new Handle(name + PEOPLE.incrementAndGet()), "Name of " + name));
    return person;
  }

  static String token(PersonId person) {
    return token(person, Duration.ofHours(1));
  }

  static String token(PersonId person, Duration good) {
    try {
      JWTClaimsSet claims =
          new JWTClaimsSet.Builder()
              .subject(person.value())
              .issuer("powow")
              .audience("powow")
              .expirationTime(Date.from(Instant.now().plus(good)))
              .build();
      SignedJWT jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
      jwt.sign(new MACSigner(SECRET));
      return jwt.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    context.close();
    try {
      Files.walkFileTree(
          folder,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.delete(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, IOException failure)
                throws IOException {
              Files.delete(visited);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
