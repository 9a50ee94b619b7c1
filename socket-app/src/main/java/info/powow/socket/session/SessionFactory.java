package info.powow.socket.session;

import info.powow.socket.link.Link;
import java.util.function.Function;

/// Creates a session for each new connection.
public record SessionFactory(SessionContext surroundings) implements Function<Link, Link.Listener> {
  @Override
  public Link.Listener apply(Link link) {
    StompSession session = new StompSession(surroundings, link);
    surroundings.sessions().add(session);
    return session;
  }
}
