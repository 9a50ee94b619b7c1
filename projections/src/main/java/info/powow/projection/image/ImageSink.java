package info.powow.projection.image;

import com.mongodb.client.model.WriteModel;
import info.powow.domain.image.ImageEvent;
import info.powow.domain.image.ImageEvent.ImageErased;
import info.powow.domain.image.ImageEvent.ImageShared;
import info.powow.eventlog.LoggedEvent;
import info.powow.projection.mongo.ViewCollection;
import info.powow.projector.Projection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;

/// Maintains the descriptions of pictures. Their uses are written by the sinks of conversations and
/// people.
public final class ImageSink implements Projection.Sink {
  private final ImageViews views;
  private final ImageChanges changes = new ImageChanges();
  private final Map<String, BsonDocument> hashes = new LinkedHashMap<>();

  public ImageSink(ImageViews views) {
    this.views = views;
  }

  @Override
  public void load(List<LoggedEvent> events) {
    // Events of pictures do not depend on earlier ones, so nothing needs to be loaded.
  }

  @Override
  public void apply(LoggedEvent logged) {
    if (!(logged.event() instanceof ImageEvent event)) {
      return;
    }
    String image = event.imageId().value();
    switch (event) {
      case ImageShared shared -> {
        changes.set(image, ImageView.OWNER, new BsonString(shared.by().value()));
        changes.set(image, "hash", new BsonString(shared.hash().value()));
        changes.set(image, "format", new BsonString(shared.format().extension()));
        changes.set(image, "width", new BsonInt32(shared.width()));
        changes.set(image, "height", new BsonInt32(shared.height()));
        changes.set(image, "placeholder", new BsonString(shared.placeholder()));
        hashes
            .computeIfAbsent(shared.hash().value(), _ -> new BsonDocument())
            .append(HashView.fieldOf(image), BsonBoolean.TRUE);
      }
      case ImageErased _ -> changes.set(image, "erased", BsonBoolean.TRUE);
    }
  }

  @Override
  public int pending() {
    return changes.size() + hashes.size();
  }

  @Override
  public void flush() {
    List<WriteModel<HashView>> writes = new ArrayList<>(hashes.size());
    hashes.forEach((hash, fields) ->
        writes.add(ViewCollection.updating(hash, new BsonDocument("$set", fields))));
    views.hashes().write(writes);
    views.images().write(changes.writes());
    hashes.clear();
    changes.clear();
  }
}
