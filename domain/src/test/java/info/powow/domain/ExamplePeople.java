package info.powow.domain;

import java.time.Instant;

/// People and times for tests.
public final class ExamplePeople {
  public static final PersonId ada = new PersonId("ada");
  public static final PersonId bob = new PersonId("bob");
  public static final PersonId cleo = new PersonId("cleo");
  public static final PersonId dora = new PersonId("dora");

  public static final Instant EARLIER = Instant.parse("2026-03-01T09:00:00.000Z");
  public static final Instant NOW = Instant.parse("2026-03-01T10:00:00.000Z");
  public static final Instant LATER = Instant.parse("2026-03-01T11:00:00.000Z");

  private ExamplePeople() {}

  public static CommandKey key(int number) {
    return new CommandKey("key-" + number);
  }
}
