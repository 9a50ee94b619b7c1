package info.powow.query.person;

import info.powow.domain.presence.RecordLastSeen;
import info.powow.projection.mongo.ViewCollection;
import info.powow.projection.person.PersonViews;
import info.powow.projection.person.SeenView;
import info.powow.query.ViewStoreBreaker;
import java.util.List;
import org.axonframework.commandhandling.CommandHandler;

/// Stores when a person's last connection ended. This is not an event and so not in the log;
/// rebuilt views have the person's last act instead.
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
