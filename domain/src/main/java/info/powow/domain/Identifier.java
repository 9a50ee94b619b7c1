package info.powow.domain;

/// A name for one thing, written as a string on the wire and in the log.
public interface Identifier {
  String value();
}
