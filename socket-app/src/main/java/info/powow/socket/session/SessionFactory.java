package info.powow.socket.session;

import info.powow.socket.link.Link;
import java.util.function.Function;

/// Creates a session for each new connection.
public record SessionFactory(SessionContext context) implements Function<Link, Link.Listener> {
  @Override
  public Link.Listener apply(Link link) {
    StompSession session = new StompSession(context, link);
    context.sessions().add(session);
    return session;
  }
}
