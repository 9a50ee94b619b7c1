package info.powow.bench.people;

/// Somebody with an account, signed in.
public record BenchPerson(String id, String token) {}
