package info.powow.projection.image;

import com.mongodb.client.model.WriteModel;
import info.powow.domain.ImageId;
import info.powow.domain.image.Picture;
import info.powow.projection.mongo.ViewCollection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/// Pending changes of the uses of pictures. Each field keeps its newest value, so writing again or
/// late has no effect.
public final class ImageChanges {
  private final Map<String, BsonDocument> fields = new LinkedHashMap<>();

  public void sent(Collection<ImageId> images, String conversation, long position) {
    for (ImageId image : images) {
      carried(image.value(), ImageView.fieldOfMessage(conversation, position), position);
    }
  }

  /// @param at the position of the deletion in the conversation
  public void withdrawn(Collection<String> images, String conversation, long position, long at) {
    for (String image : images) {
      set(image, ImageView.fieldOfMessage(conversation, position), ImageView.carries(false, at));
    }
  }

  /// @param at the position of the event in the conversation
  public void groupAvatar(
      String conversation, @Nullable Picture before, @Nullable Picture avatar, long at) {
    only(ImageView.fieldOfGroup(conversation), before, avatar, at);
  }

  /// @param at the sequence of the event in the person's stream
  public void personAvatar(
      String person, @Nullable Picture before, @Nullable Picture avatar, long at) {
    only(ImageView.fieldOfPerson(person), before, avatar, at);
  }

  /// @param at the sequence of the event in the gathering's stream
  public void gatheringPicture(
      String gathering, @Nullable Picture before, @Nullable Picture picture, long at) {
    only(ImageView.fieldOfGathering(gathering), before, picture, at);
  }

  private void only(String field, @Nullable Picture before, @Nullable Picture shown, long at) {
    if (before != null) {
      set(before.imageId().value(), field, ImageView.carries(false, at));
    }
    if (shown != null) {
      carried(shown.imageId().value(), field, at);
    }
  }

  private void carried(String image, String field, long at) {
    set(image, field, ImageView.carries(true, at));
    set(image, "used", BsonBoolean.TRUE);
  }

  /// @param value either constant, or such that the greater value is the newer one
  void set(String image, String field, BsonValue value) {
    fields.computeIfAbsent(image, _ -> new BsonDocument()).append(field, value);
  }

  public void addAll(ImageChanges others) {
    others.fields.forEach(
        (image, changes) -> fields.computeIfAbsent(image, _ -> new BsonDocument()).putAll(changes));
  }

  public int size() {
    return fields.size();
  }

  public void clear() {
    fields.clear();
  }

  public List<WriteModel<ImageView>> writes() {
    List<WriteModel<ImageView>> writes = new ArrayList<>(fields.size());
    fields.forEach((image, changes) -> writes.add(ViewCollection.advancing(image, changes)));
    return writes;
  }
}
