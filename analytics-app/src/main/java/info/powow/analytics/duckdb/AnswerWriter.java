package info.powow.analytics.duckdb;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

/// Writes the rows of an answer as JSON or CSV, up to its limits.
final class AnswerWriter {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'");

  private AnswerWriter() {}

  static Outcome write(Question question, Path file, ResultSet rows)
      throws SQLException, IOException {
    try (CountedBytes bytes = new CountedBytes(Files.newOutputStream(file))) {
      return question.format() == Format.CSV
          ? csv(question, bytes, rows)
          : json(question, bytes, rows);
    }
  }

  private static Outcome json(Question question, CountedBytes bytes, ResultSet rows)
      throws SQLException {
    ResultSetMetaData columns = rows.getMetaData();
    long count = 0;
    boolean cut = false;
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeNumberProperty("index", question.index());
      json.writeArrayPropertyStart("columns");
      for (int at = 1; at <= columns.getColumnCount(); at++) {
        json.writeStartObject();
        json.writeStringProperty("name", columns.getColumnLabel(at));
        json.writeStringProperty("type", columns.getColumnTypeName(at));
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeArrayPropertyStart("rows");
      while (rows.next()) {
        if (count == question.maxRows() || bytes.count >= question.maxBytes()) {
          cut = true;
          break;
        }
        json.writeStartArray();
        for (int at = 1; at <= columns.getColumnCount(); at++) {
          value(json, rows.getObject(at));
        }
        json.writeEndArray();
        count++;
      }
      json.writeEndArray();
      json.writeNumberProperty("count", count);
      json.writeBooleanProperty("cut", cut);
      json.writeEndObject();
    }
    return Outcome.written(count, cut);
  }

  private static void value(JsonGenerator json, @Nullable Object value) {
    switch (value) {
      case null -> json.writeNull();
      case Boolean flag -> json.writeBoolean(flag);
      case BigInteger number -> json.writeNumber(number);
      case BigDecimal number -> json.writeNumber(number);
      case Double number when number.isNaN() || number.isInfinite() -> json.writeNull();
      case Double number -> json.writeNumber(number);
      case Float number when number.isNaN() || number.isInfinite() -> json.writeNull();
      case Float number -> json.writeNumber(number);
      case Number number -> json.writeNumber(number.longValue());
      default -> json.writeString(text(value));
    }
  }

  private static String text(Object value) {
    return value instanceof Timestamp moment
        ? MOMENT.format(moment.toLocalDateTime())
        : value.toString();
  }

  private static Outcome csv(Question question, CountedBytes bytes, ResultSet rows)
      throws SQLException, IOException {
    ResultSetMetaData columns = rows.getMetaData();
    int width = columns.getColumnCount();
    StringBuilder line = new StringBuilder();
    for (int at = 1; at <= width; at++) {
      field(line, at, columns.getColumnLabel(at));
    }
    write(bytes, line);
    long count = 0;
    while (rows.next()) {
      if (count == question.maxRows() || bytes.count >= question.maxBytes()) {
        return Outcome.written(count, true);
      }
      for (int at = 1; at <= width; at++) {
        Object value = rows.getObject(at);
        field(line, at, value == null ? "" : text(value));
      }
      write(bytes, line);
      count++;
    }
    return Outcome.written(count, false);
  }

  /// RFC 4180.
  private static void field(StringBuilder line, int at, String text) {
    if (at > 1) {
      line.append(',');
    }
    boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    line.append(plain ? text : '"' + text.replace("\"", "\"\"") + '"');
  }

  private static void write(CountedBytes bytes, StringBuilder line) throws IOException {
    line.append("\r\n");
    bytes.write(line.toString().getBytes(StandardCharsets.UTF_8));
    line.setLength(0);
  }

  private static final class CountedBytes extends OutputStream {
    private final java.io.BufferedOutputStream to;
    private long count;

    CountedBytes(OutputStream to) {
      this.to = new java.io.BufferedOutputStream(to, 1 << 16);
    }

    @Override
    public void write(int value) throws IOException {
      to.write(value);
      count++;
    }

    @Override
    public void write(byte[] values, int from, int length) throws IOException {
      to.write(values, from, length);
      count += length;
    }

    @Override
    public void flush() throws IOException {
      to.flush();
    }

    @Override
    public void close() throws IOException {
      to.close();
    }
  }
}
