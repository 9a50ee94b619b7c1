package info.powow.eventlog.seal;

import info.powow.eventlog.engine.Entry;

/// Reads sealed events without any key: what is personal in them is left out.
public final class PublicParts {
  private final PersonalFields fields;

  public PublicParts(PersonalFields fields) {
    this.fields = fields;
  }

  /// Whether part of an entry is sealed.
  public static boolean isSealed(Entry stored) {
    return SealedPayload.isSealed(stored.payload());
  }

  /// The public fields of an event, as JSON.
  public static byte[] json(Entry stored) {
    return isSealed(stored)
        ? SealedPayload.decode(stored.payload()).publicPart()
        : stored.payload();
  }

  /// The event with stand-ins where a personal field must not be missing, so that it can be decoded.
  public Entry open(Entry stored) {
    return isSealed(stored)
        ? stored.withPayload(ErasedJson.of(fields.classOf(stored.type()), json(stored)))
        : stored;
  }
}
