package info.powow.domain;

/// A request to change something. Every sealed family of commands extends this interface.
public interface Command {
  /// Commands with the same routing key go to the same node, in the order in which they arrive,
  /// while that node is alive. Correctness does not depend on it: the log refuses a decision on an
  /// outdated state, and the command is decided again.
  String routingKey();
}
