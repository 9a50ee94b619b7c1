package info.powow.bench.people;

/// A signed-in person.
public record BenchPerson(String id, String token) {}
