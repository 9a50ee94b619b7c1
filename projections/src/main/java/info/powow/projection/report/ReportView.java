package info.powow.projection.report;

import info.powow.domain.report.ReportState;
import info.powow.projection.mongo.PositionedView;
import info.powow.projection.mongo.ViewCodec;
import java.util.Locale;
import org.bson.BsonReader;
import org.bson.BsonWriter;

/// That there is a report. What it says is in the log only, so that an erasure takes it away.
///
/// @param position the sequence of its last event, in the stream of the reporter
/// @param person who is reported
public record ReportView(
    String id, long position, String reporter, String person, ReportState state)
    implements PositionedView {
  static final String STATE = "state";
  static final String REPORTER = "reporter";
  static final String PERSON = "person";

  static String name(ReportState state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  static final ViewCodec<ReportView> CODEC =
      new ViewCodec<>(ReportView.class) {
        @Override
        protected void write(BsonWriter writer, ReportView view) {
          writer.writeString("_id", view.id());
          writer.writeInt64(POSITION, view.position());
          writer.writeString(REPORTER, view.reporter());
          writer.writeString(PERSON, view.person());
          writer.writeString(STATE, name(view.state()));
        }

        @Override
        protected ReportView read(BsonReader reader) {
          String id = "";
          long position = -1;
          String reporter = "";
          String person = "";
          ReportState state = ReportState.OPEN;
          String name;
          while ((name = nextField(reader)) != null) {
            switch (name) {
              case "_id" -> id = reader.readString();
              case POSITION -> position = reader.readInt64();
              case REPORTER -> reporter = reader.readString();
              case PERSON -> person = reader.readString();
              case STATE ->
                  state = ReportState.valueOf(reader.readString().toUpperCase(Locale.ROOT));
              default -> reader.skipValue();
            }
          }
          return new ReportView(id, position, reporter, person, state);
        }
      };
}
