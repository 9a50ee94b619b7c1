package info.powow.bench.people;

/// Somebody with an account, signed in.
public record Person(String id, String token) {}
