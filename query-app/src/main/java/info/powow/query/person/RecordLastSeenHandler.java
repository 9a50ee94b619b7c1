package info.powow.query.person;

import info.powow.domain.presence.RecordLastSeen;
import info.powow.projection.mongo.ViewCollection;
import info.powow.projection.person.PersonViews;
import info.powow.projection.person.SeenView;
import info.powow.query.ViewStoreBreaker;
import java.util.List;
import org.axonframework.commandhandling.CommandHandler;

/// Keeps when somebody's last connection ended. It is not an event: there is nothing in the log,
/// and views that are made again have what people did last instead.
public class RecordLastSeenHandler {
  private final PersonViews views;
  private final ViewStoreBreaker guard;

  RecordLastSeenHandler(PersonViews views, ViewStoreBreaker guard) {
    this.views = views;
    this.guard = guard;
  }

  @CommandHandler
  void record(RecordLastSeen command) {
    guard.ask(() -> {
      views
          .seen()
          .write(
              List.of(
                  ViewCollection.updating(
                      command.person().value(), SeenView.leftAt(command.at()))));
      return true;
    });
  }
}
