package info.powow.analytics.table;

/// A column of a table.
///
/// @param meaning one sentence for analysts
public record Column(String name, Type type, String meaning) {
  /// The kind of a value.
  public enum Type {
    /// A whole number.
    NUMBER("BIGINT"),
    /// Yes or no.
    FLAG("BOOLEAN"),
    /// A word from a closed list, or an emoji. Never something that people wrote.
    WORD("VARCHAR"),
    /// A moment in UTC.
    MOMENT("TIMESTAMP"),
    /// A coarse coordinate in degrees.
    DEGREES("DOUBLE"),
    /// A pseudonym. The same person has the same pseudonym everywhere in one case, and another one
    /// in every other case.
    PSEUDONYM("VARCHAR");

    private final String sql;

    Type(String sql) {
      this.sql = sql;
    }

    /// Its SQL type, as analysts see it.
    public String sql() {
      return sql;
    }

    /// The SQL type in the files. Moments are microseconds since 1970 in CSV.
    public String stored() {
      return this == PSEUDONYM ? "UBIGINT" : sql;
    }
  }

  static Column number(String name, String meaning) {
    return new Column(name, Type.NUMBER, meaning);
  }

  static Column flag(String name, String meaning) {
    return new Column(name, Type.FLAG, meaning);
  }

  static Column word(String name, String meaning) {
    return new Column(name, Type.WORD, meaning);
  }

  static Column moment(String name, String meaning) {
    return new Column(name, Type.MOMENT, meaning);
  }

  static Column degrees(String name, String meaning) {
    return new Column(name, Type.DEGREES, meaning);
  }

  static Column pseudonym(String name, String meaning) {
    return new Column(name, Type.PSEUDONYM, meaning);
  }
}
