package info.powow.domain;

/// What somebody asks for. Every sealed family of commands is one.
public interface Command {
  /// Commands with the same key are handled by the same node while it lives, in the order in which
  /// they come. Correctness does not depend on it: a decision on an outdated state is refused by the
  /// log and made again.
  String routingKey();
}
