package info.powow.socket;

import info.powow.axon.bus.ClusterMembers;
import info.powow.axon.bus.ServerClusterMembers;
import info.powow.axon.bus.WarmCommands;
import info.powow.domain.Accepted;
import info.powow.domain.PersonId;
import info.powow.domain.conversation.FindMemberships;
import info.powow.domain.conversation.Memberships;
import info.powow.domain.nearby.Attendees;
import info.powow.domain.nearby.FindAttendees;
import info.powow.domain.nearby.FindNearby;
import info.powow.domain.nearby.Nearby;
import info.powow.domain.presence.RecordLastSeen;
import info.powow.domain.replay.ReplayPlayers;
import info.powow.eventlog.EventSource;
import info.powow.eventlog.json.EventJson;
import info.powow.http.ApiAutoConfiguration;
import info.powow.http.HeapPressure;
import info.powow.http.limit.PersonRateLimiter;
import info.powow.identity.SessionLog;
import info.powow.identity.StaffTokens;
import info.powow.identity.Tokens;
import info.powow.ops.DeliveryFacts;
import info.powow.ops.Dependencies;
import info.powow.ops.MessageTrace;
import info.powow.socket.contract.ContractController;
import info.powow.socket.link.JettyEventLoops;
import info.powow.socket.link.JettyUpgrade;
import info.powow.socket.link.LinkLimits;
import info.powow.socket.nearby.LiveNearbyQueries;
import info.powow.socket.nearby.NearbySource;
import info.powow.socket.notification.AttentionHandler;
import info.powow.socket.notification.InAppNotifications;
import info.powow.socket.presence.PresencePeers;
import info.powow.socket.presence.SignalLimits;
import info.powow.socket.presence.Signals;
import info.powow.socket.push.Push;
import info.powow.socket.push.PushLimits;
import info.powow.socket.session.HandshakeAdmission;
import info.powow.socket.session.NodeCapacity;
import info.powow.socket.session.PushSide;
import info.powow.socket.session.SessionContext;
import info.powow.socket.session.SessionFactory;
import info.powow.socket.session.SessionMetrics;
import info.powow.socket.session.SessionRegistry;
import info.powow.socket.session.StaffSignIn;
import info.powow.socket.session.StompHandshake;
import info.powow.socket.session.StompLimits;
import info.powow.socket.session.StompProtocols;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.axonframework.axonserver.connector.AxonServerConfiguration;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.queryhandling.QueryBus;
import org.axonframework.queryhandling.QueryGateway;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jetty.ConfigurableJettyWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.web.socket.config.annotation.EnableWebSocket;
import org.springframework.web.socket.config.annotation.WebSocketConfigurer;

/// Configures STOMP at `/ws` and its contract at `/asyncapi.json`.
@AutoConfiguration(
    after = ApiAutoConfiguration.class,
    afterName = "org.axonframework.springboot.autoconfig.AxonAutoConfiguration")
@EnableWebSocket
@Import(ContractController.class)
@EnableConfigurationProperties(SocketProperties.class)
public class SocketAutoConfiguration {
  private static final Logger LOG = LoggerFactory.getLogger(SocketAutoConfiguration.class);
  private static final Duration MOST_PATIENT = Duration.ofSeconds(1);
  private static final Duration LOG_RETRY = Duration.ofSeconds(1);

  @Bean
  PushLimits pushLimits(SocketProperties properties) {
    return new PushLimits(
        properties.resumeLimit(),
        properties.resumeUnnamed(),
        properties.liveBufferLimit(),
        properties.readMarkerMembers(),
        properties.offlineAfter());
  }

  @Bean
  Push push(
      EventSource log,
      EventJson eventJson,
      RetryingQueries views,
      PushLimits limits,
      ObjectProvider<MeterRegistry> registry,
      ObjectProvider<MessageTrace> trace,
      Clock clock,
      SocketThreads threads) {
    return new Push(
        log,
        eventJson,
        person -> views.askAgain(new FindMemberships(person), Memberships.class),
        limits,
        threads.blockingExecutor(),
        meters(registry),
        trace.getIfAvailable(MessageTrace::off),
        clock);
  }

  @Bean
  Signals signals(
      Push push,
      EventJson eventJson,
      SocketProperties properties,
      CommandGateway commands,
      Clock clock,
      SocketThreads threads) {
    Signals signals =
        new Signals(
            push.connections(),
            push.outbox(),
            new SignalLimits(
                properties.smallGroup(), properties.typingInterval(), properties.typingTimeout()),
            eventJson,
            (person, at) ->
                threads
                    .blockingExecutor()
                    .execute(() ->
                        commands
                            .send(new RecordLastSeen(person, at))
                            .whenComplete((_, failure) -> {
                              if (failure != null) {
                                LOG.warn(
                                    "when somebody was last seen could not be recorded: {}",
                                    failure.getClass().getName());
                              }
                            })),
            System::nanoTime,
            clock);
    push.connections().tell(signals);
    push.onTick(signals::tick);
    return signals;
  }

  /// The other socket nodes, if any.
  @Bean
  PresencePeers presencePeers(
      Signals signals,
      Push push,
      ObjectProvider<ClusterMembers> nodes,
      SocketProperties properties,
      ObjectProvider<MeterRegistry> registry) {
    ClusterMembers found = nodes.getIfAvailable();
    if (found == null) {
      return PresencePeers.NONE;
    }
    PresencePeers others =
        signals.with(
            found,
            push.loop(),
            (pause, task) ->
                CompletableFuture.delayedExecutor(
                        pause.toMillis(), TimeUnit.MILLISECONDS, push.loop())
                    .execute(task),
            properties.offlineAfter());
    Gauge.builder("powow.socket.peers", others, PresencePeers::count)
        .description("Other nodes whose presence this node knows")
        .register(meters(registry));
    return others;
  }

  @Configuration(proxyBeanMethods = false)
  @ConditionalOnProperty(name = "axon.axonserver.enabled", havingValue = "true")
  static class OverAxonServer {
    @Bean
    ClusterMembers socketNodes(
        CommandBus commands,
        QueryBus queries,
        AxonServerConfiguration configuration,
        SocketThreads threads) {
      return new ServerClusterMembers(
          "sockets", configuration.getClientId(), commands, queries, threads.blockingExecutor());
    }
  }

  @Bean
  EventLoops eventLoops() {
    return new EventLoops();
  }

  /// Replaces the connectors, before other customizers bound them. Spring reads the order from the
  /// customizer's class; it does not see annotations of the bean method.
  static final class EventLoops
      implements WebServerFactoryCustomizer<ConfigurableJettyWebServerFactory>, Ordered {
    @Override
    public void customize(ConfigurableJettyWebServerFactory factory) {
      factory.addServerCustomizers(new JettyEventLoops());
    }

    @Override
    public int getOrder() {
      return 0;
    }
  }

  @Bean
  LiveNearbyQueries liveNearbyQueries(Push push, RetryingQueries views, EventJson eventJson) {
    LiveNearbyQueries liveNearbyQueries =
        new LiveNearbyQueries(
            new NearbySource() {
              @Override
              public CompletableFuture<Nearby> find(FindNearby query) {
                return views.ask(query, Nearby.class);
              }

              @Override
              public CompletableFuture<Attendees> find(FindAttendees query) {
                return views.ask(query, Attendees.class);
              }
            },
            push.loop(),
            push.outbox(),
            eventJson,
            System::nanoTime);
    push.onEvent(liveNearbyQueries::on);
    push.onTick(liveNearbyQueries::tick);
    return liveNearbyQueries;
  }

  @Bean
  InAppNotifications inAppNotifications(Push push, EventJson eventJson) {
    return new InAppNotifications(push.outbox(), eventJson);
  }

  @Bean
  AttentionHandler attentionHandler(InAppNotifications notifications, Push push) {
    return new AttentionHandler(notifications, push.loop());
  }

  @Bean
  RetryingQueries views(
      QueryGateway queries,
      SocketProperties properties,
      SocketThreads threads,
      ObjectProvider<Dependencies> dependencies) {
    Duration timeout = properties.viewsTimeout();
    return new RetryingQueries(
        queries,
        threads.blockingExecutor(),
        timeout.dividedBy(3),
        timeout,
        dependencies.getIfAvailable(Dependencies::new).observed("query"));
  }

  /// Threads for blocking work.
  record SocketThreads(Executor blockingExecutor) {}

  @Bean
  SocketThreads socketThreads() {
    return new SocketThreads(Executors.newVirtualThreadPerTaskExecutor());
  }

  @Bean
  SessionRegistry sessions(SocketProperties properties, ObjectProvider<SessionLog> log) {
    Duration quarter = properties.heartBeat().dividedBy(8);
    SessionRegistry sessions =
        new SessionRegistry(
            quarter.isZero() || quarter.compareTo(MOST_PATIENT) > 0 ? MOST_PATIENT : quarter,
            properties.drainPeriod(),
            new NodeCapacity(
                properties.maxSessions(),
                properties.sessionsPerPerson(),
                properties.unauthenticatedPerNetwork(),
                properties.bufferPerPerson().toBytes(),
                Runtime.getRuntime().maxMemory() / 100 * properties.bufferHeapPercent()),
            new HeapPressure(properties.maxHeapPercent())::isHigh);
    log.ifAvailable(known -> known.onEnded(sessions::end));
    return sessions;
  }

  @Bean
  SessionFactory openSessions(
      Tokens tokens,
      CommandGateway commands,
      ObjectProvider<WarmCommands> warm,
      Push push,
      Signals signals,
      LiveNearbyQueries liveNearbyQueries,
      InAppNotifications notifications,
      SessionRegistry sessions,
      PersonRateLimiter limits,
      SocketProperties properties,
      ObjectProvider<MeterRegistry> registry,
      ObjectProvider<MessageTrace> trace,
      Clock clock,
      ObjectProvider<StaffTokens> staffTokens,
      ObjectProvider<ReplayPlayers> players,
      SocketThreads threads) {
    return new SessionFactory(
        new SessionContext(
            tokens,
            new StaffSignIn(staffTokens::getObject, players.getIfAvailable()),
            commands::<Accepted>send,
            warm.getIfAvailable(() -> _ -> true),
            new PushSide(
                push.loop(),
                push.connections(),
                signals,
                liveNearbyQueries,
                notifications,
                push.outbox()),
            push::epoch,
            new StompLimits(
                properties.connectTimeout(),
                Math.toIntExact(properties.connectLimit().toBytes()),
                properties.frameTimeout(),
                properties.heartBeat(),
                properties.pingInterval(),
                Math.toIntExact(properties.frameLimit().toBytes()),
                properties.subscriptions(),
                properties.sendsPerSecond(),
                properties.sendBurst(),
                properties.resumeNamed()),
            limits,
            new SessionMetrics(meters(registry)),
            trace.getIfAvailable(MessageTrace::off),
            sessions,
            clock,
            threads.blockingExecutor()));
  }

  /// Metrics are discarded if there is no registry.
  private static MeterRegistry meters(ObjectProvider<MeterRegistry> registry) {
    return registry.getIfAvailable(() -> Metrics.globalRegistry);
  }

  /// For operators.
  @Bean
  DeliveryFacts connectionFacts(SessionRegistry sessions) {
    return (person, _, _) -> {
      int open = sessions.sessionsOf(new PersonId(person));
      return open == 0
          ? List.of()
          : List.of(new DeliveryFacts.Fact("connected", String.valueOf(open), null));
    };
  }

  @Bean
  SocketLifecycle socketLifecycle(PresencePeers others, Push push, SessionRegistry sessions) {
    return new SocketLifecycle(others, push, sessions, LOG_RETRY);
  }

  @Bean
  WebSocketConfigurer webSocketConfigurer(
      SessionFactory openSessions, SessionRegistry sessions, SocketProperties properties) {
    LinkLimits limits =
        new LinkLimits(
            Math.toIntExact(properties.connectLimit().toBytes()),
            Math.toIntExact(properties.sendBuffer().toBytes()));
    return registry ->
        registry
            .addHandler(new StompProtocols(), "/ws")
            .setHandshakeHandler(new StompHandshake(new JettyUpgrade(limits, openSessions)))
            .addInterceptors(new HandshakeAdmission(sessions, properties.allowedOrigins()))
            // Admission has already checked the origin, and answers with problem details.
            .setAllowedOriginPatterns("*");
  }
}
