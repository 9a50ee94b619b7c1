package info.powow.notify.boot;

import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.domain.notification.Verdict;
import info.powow.eventlog.EventSource;
import info.powow.eventlog.json.EventJson;
import info.powow.eventlog.json.EventTypes;
import info.powow.http.ApiAutoConfiguration;
import info.powow.identity.InstallationSecret;
import info.powow.identity.MailLinks;
import info.powow.notify.delivery.AppPushIds;
import info.powow.notify.delivery.Deliveries;
import info.powow.notify.delivery.MailDeliveries;
import info.powow.notify.delivery.NotificationDecider;
import info.powow.notify.delivery.NotificationMetrics;
import info.powow.notify.delivery.Notifier;
import info.powow.notify.delivery.People;
import info.powow.notify.delivery.Topics;
import info.powow.notify.mail.FolderMailSender;
import info.powow.notify.mail.MailSender;
import info.powow.notify.mail.MailTemplates;
import info.powow.notify.mail.ReturnedMailbox;
import info.powow.notify.mail.SmtpMailSender;
import info.powow.notify.outbox.ClaimedShare;
import info.powow.notify.outbox.JournalEntry;
import info.powow.notify.outbox.MongoOutbox;
import info.powow.notify.outbox.Outbox;
import info.powow.notify.outbox.RocksOutbox;
import info.powow.notify.outbox.Share;
import info.powow.notify.push.ApnsKey;
import info.powow.notify.push.ApnsSender;
import info.powow.notify.push.AppPushSenders;
import info.powow.notify.push.FcmSender;
import info.powow.notify.push.GoogleAccount;
import info.powow.notify.webpush.VapidKeys;
import info.powow.notify.webpush.WebPushEncryption;
import info.powow.notify.webpush.WebPushSender;
import info.powow.ops.DeliveryFacts;
import info.powow.ops.Dependencies;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.queryhandling.QueryGateway;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

/// Notifications, for whichever application has them on its class path.
@AutoConfiguration(
    after = ApiAutoConfiguration.class,
    afterName = "org.axonframework.springboot.autoconfig.AxonAutoConfiguration")
@EnableConfigurationProperties({
  PushProperties.class,
  ApnsProperties.class,
  FcmProperties.class,
  MailProperties.class,
  ReturnedMailProperties.class
})
@Import({DeliveryController.class, CampaignController.class})
public class NotifyAutoConfiguration {
  private static final Logger LOG = LoggerFactory.getLogger(NotifyAutoConfiguration.class);

  private static final Duration MONGODB_TIMEOUT = Duration.ofSeconds(3);

  /// After this time without a heartbeat, other processes take over the segments of a process.
  private static final Duration LEASE = Duration.ofSeconds(5);

  /// If the mail server fails, nothing is sent to it for half a minute.
  private static final CircuitBreakerConfig MAIL_BREAKER =
      CircuitBreakerConfig.custom()
          .slidingWindowSize(20)
          .minimumNumberOfCalls(5)
          .failureRateThreshold(50)
          .permittedNumberOfCallsInHalfOpenState(1)
          .waitDurationInOpenState(Duration.ofSeconds(30))
          .build();

  @Bean
  VapidKeys vapidKeys(InstallationSecret secret, PushProperties properties) {
    return new VapidKeys(secret, properties.keyGeneration(), properties.subject());
  }

  @Bean(destroyMethod = "close")
  WebPushSender webPushSender(
      VapidKeys keys,
      PushProperties properties,
      ObjectProvider<Dependencies> dependencies,
      Clock clock) {
    return new WebPushSender(
        keys,
        properties.concurrency(),
        properties.timeout(),
        Set.copyOf(properties.allowedOrigins()),
        dependencies.getIfAvailable(Dependencies::new).observed("push"),
        clock);
  }

  @Bean(destroyMethod = "close")
  @ConditionalOnProperty("powow.notify.apns.key-file")
  ApnsSender apnsSender(
      ApnsProperties properties,
      PushProperties push,
      ObjectProvider<Dependencies> dependencies,
      Clock clock) {
    return new ApnsSender(
        properties.server(),
        Objects.requireNonNull(properties.topic()),
        AppPushSettings.read(
            "powow.notify.apns.key-file",
            Objects.requireNonNull(properties.keyFile()),
            pem ->
                new ApnsKey(
                    pem,
                    Objects.requireNonNull(properties.keyId()),
                    Objects.requireNonNull(properties.teamId()))),
        properties.concurrency(),
        push.timeout(),
        null,
        dependencies.getIfAvailable(Dependencies::new).observed("apns"),
        clock);
  }

  @Bean(destroyMethod = "close")
  @ConditionalOnProperty("powow.notify.fcm.credentials-file")
  FcmSender fcmSender(
      FcmProperties properties,
      PushProperties push,
      ObjectProvider<Dependencies> dependencies,
      Clock clock) {
    return new FcmSender(
        properties.server(),
        AppPushSettings.read(
            "powow.notify.fcm.credentials-file",
            Objects.requireNonNull(properties.credentialsFile()),
            GoogleAccount::new),
        properties.concurrency(),
        push.timeout(),
        null,
        dependencies.getIfAvailable(Dependencies::new).observed("fcm"),
        clock);
  }

  /// In a folder, for a single process; or in MongoDB, which several processes can share.
  @Bean(destroyMethod = "close")
  Outbox outbox(PushProperties properties, Environment environment) {
    String folder = properties.folder();
    if (folder != null) {
      return new RocksOutbox(Path.of(folder));
    }
    String uri = environment.getProperty("powow.mongodb.uri");
    if (uri == null) {
      throw new InvalidConfigurationPropertyValueException(
          "powow.push.folder",
          null,
          "It names the folder of the outbox; without one, powow.mongodb.uri names a"
              + " MongoDB for it.");
    }
    LOG.info("The outbox is in MongoDB; several processes can share it");
    return MongoOutbox.at(uri, MONGODB_TIMEOUT);
  }

  @Bean(destroyMethod = "")
  Share share(Outbox outbox, Clock clock) {
    return outbox instanceof MongoOutbox shared
        ? new ClaimedShare(shared, UUID.randomUUID().toString(), LEASE, clock)
        : Share.whole(outbox, clock);
  }

  /// Facts for operators, blocks included.
  @Bean
  DeliveryFacts notificationFacts(Outbox outbox) {
    return (person, conversation, position) ->
        outbox.journal(new ConversationId(conversation), position, new PersonId(person)).stream()
            .map(NotifyAutoConfiguration::fact)
            .toList();
  }

  private static DeliveryFacts.Fact fact(JournalEntry entry) {
    Verdict verdict = entry.verdict();
    return new DeliveryFacts.Fact(
        entry.device() == null ? "notification" : "delivery",
        verdict == null
            ? entry.step()
            : entry.step() + ": " + verdict.name().toLowerCase(Locale.ROOT),
        entry.at());
  }

  @Bean
  People peopleToNotify(QueryGateway queries, CommandGateway commands) {
    return new QueriedPeople(queries, commands);
  }

  @Bean
  AppPushSenders appPushSenders(ObjectProvider<ApnsSender> apns, ObjectProvider<FcmSender> fcm) {
    return new AppPushSenders(apns.getIfAvailable(), fcm.getIfAvailable());
  }

  @Bean(destroyMethod = "")
  Deliveries deliveries(
      EventSource log,
      Outbox outbox,
      People people,
      WebPushSender browsers,
      AppPushSenders apps,
      InstallationSecret secret,
      Share share,
      ObjectProvider<MeterRegistry> registry,
      Clock clock) {
    return new Deliveries(
        log,
        outbox,
        people,
        (device, json, length, topic, timeToLive, urgent) ->
            browsers.send(
                device,
                WebPushEncryption.encrypt(json, length, device.browserKeys()),
                topic,
                timeToLive,
                urgent),
        apps,
        new AppPushIds(secret),
        new Topics(secret),
        new NotificationMetrics(meters(registry)),
        new EventJson(EventTypes.builder().build()),
        share,
        clock);
  }

  @Bean
  MailSender mailSender(
      MailProperties properties, PushProperties push, ObjectProvider<Dependencies> dependencies) {
    String host = properties.host();
    if (host != null) {
      return new SmtpMailSender(
          new SmtpMailSender.Server(
              host,
              properties.port(),
              properties.encryption(),
              properties.username(),
              properties.password(),
              properties.timeout()),
          properties.sender(),
          dependencies.getIfAvailable(Dependencies::new).guarded("mail", MAIL_BREAKER));
    }
    Path folder =
        properties.folder() != null
            ? Path.of(properties.folder())
            : push.folder() != null
                ? Path.of(push.folder()).resolveSibling("mail")
                : Path.of("mail");
    LOG.info("Mail goes to files in {}, because powow.mail.host is not set", folder);
    return new FolderMailSender(folder, properties.sender());
  }

  @Bean(initMethod = "start", destroyMethod = "close")
  @ConditionalOnProperty("powow.mail.returned.host")
  ReturnedMailbox returnedMailbox(
      ReturnedMailProperties properties,
      MailProperties mail,
      People people,
      InstallationSecret secret) {
    return new ReturnedMailbox(
        new ReturnedMailbox.Server(
            Objects.requireNonNull(properties.host()),
            properties.port(),
            properties.tls(),
            properties.username(),
            properties.password(),
            mail.timeout()),
        new MailLinks(secret),
        report -> {
          if (report.complaint()) {
            people.complained(report.origin().person(), report.origin().askedAt());
          } else {
            people.bounced(report.origin().person(), report.origin().askedAt());
          }
        },
        properties.every());
  }

  @Bean(destroyMethod = "")
  MailDeliveries mailDeliveries(
      EventSource log,
      Outbox outbox,
      People people,
      MailSender sender,
      MailProperties properties,
      InstallationSecret secret,
      Share share,
      ObjectProvider<MeterRegistry> registry,
      Clock clock) {
    return new MailDeliveries(
        log,
        outbox,
        people,
        sender,
        new MailTemplates(properties.url()),
        new MailLinks(secret),
        new Topics(secret),
        new NotificationMetrics(meters(registry)),
        properties.concurrency(),
        properties.campaignFrequency(),
        share,
        clock);
  }

  @Bean(destroyMethod = "")
  Notifier notifier(
      EventSource log,
      Outbox outbox,
      People people,
      Deliveries deliveries,
      MailDeliveries mails,
      InstallationSecret secret,
      Share share,
      ObjectProvider<MeterRegistry> registry,
      Clock clock) {
    MeterRegistry meters = meters(registry);
    Gauge.builder("powow.notifications.waiting", outbox, Outbox::size)
        .description("Notifications in the outbox")
        .register(meters);
    Gauge.builder("powow.notifications.set.aside", outbox, Outbox::setAside)
        .description("Notifications that cannot be decoded, and are not sent")
        .register(meters);
    return new Notifier(
        log,
        outbox,
        people,
        new NotificationDecider(
            log, outbox, people, new Topics(secret), new NotificationMetrics(meters), clock),
        deliveries,
        mails,
        share,
        clock);
  }

  private static MeterRegistry meters(ObjectProvider<MeterRegistry> registry) {
    return registry.getIfAvailable(() -> Metrics.globalRegistry);
  }

  @Bean
  SmartLifecycle notifierLifecycle(Notifier notifier) {
    return new SmartLifecycle() {
      private volatile boolean running;

      @Override
      public void start() {
        notifier.start();
        running = true;
      }

      @Override
      public void stop() {
        notifier.close();
        running = false;
      }

      @Override
      public boolean isRunning() {
        return running;
      }
    };
  }
}
