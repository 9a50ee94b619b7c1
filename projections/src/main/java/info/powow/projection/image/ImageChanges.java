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
import java.util.Optional;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/// What carries pictures and what carries them no more, until it is written. Of each field the
/// newest word counts, so that writing it again changes nothing.
public final class ImageChanges {
  private final Map<String, Map<String, Optional<BsonValue>>> fields = new LinkedHashMap<>();

  public void sent(Collection<ImageId> images, String conversation, long position) {
    for (ImageId image : images) {
      carried(image.value(), ImageView.fieldOfMessage(conversation, position));
    }
  }

  public void withdrawn(Collection<String> images, String conversation, long position) {
    for (String image : images) {
      set(image, ImageView.fieldOfMessage(conversation, position), null);
    }
  }

  public void groupAvatar(String conversation, @Nullable Picture before, @Nullable Picture avatar) {
    avatar(ImageView.fieldOfGroup(conversation), before, avatar);
  }

  public void personAvatar(String person, @Nullable Picture before, @Nullable Picture avatar) {
    avatar(ImageView.fieldOfPerson(person), before, avatar);
  }

  private void avatar(String field, @Nullable Picture before, @Nullable Picture avatar) {
    if (before != null) {
      set(before.imageId().value(), field, null);
    }
    if (avatar != null) {
      carried(avatar.imageId().value(), field);
    }
  }

  private void carried(String image, String field) {
    set(image, field, BsonBoolean.TRUE);
    set(image, "used", BsonBoolean.TRUE);
  }

  void set(String image, String field, @Nullable BsonValue value) {
    fields
        .computeIfAbsent(image, _ -> new LinkedHashMap<>())
        .put(field, Optional.ofNullable(value));
  }

  public void addAll(ImageChanges others) {
    others.fields.forEach((image, changes) ->
        fields.computeIfAbsent(image, _ -> new LinkedHashMap<>()).putAll(changes));
  }

  public int size() {
    return fields.size();
  }

  public void clear() {
    fields.clear();
  }

  public List<WriteModel<ImageView>> writes() {
    List<WriteModel<ImageView>> writes = new ArrayList<>(fields.size());
    fields.forEach((image, changes) -> {
      BsonDocument set = new BsonDocument();
      BsonDocument unset = new BsonDocument();
      changes.forEach((field, value) ->
          value.ifPresentOrElse(
              there -> set.append(field, there), () -> unset.append(field, new BsonString(""))));
      BsonDocument update = new BsonDocument();
      if (!set.isEmpty()) {
        update.append("$set", set);
      }
      if (!unset.isEmpty()) {
        update.append("$unset", unset);
      }
      writes.add(ViewCollection.updating(image, update));
    });
    return writes;
  }
}
