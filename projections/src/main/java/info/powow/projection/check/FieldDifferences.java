package info.powow.projection.check;

import info.powow.projector.ProjectionCheck.Kind;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/// The fields in which two documents differ: their paths, and never their values.
final class FieldDifferences {
  /// Names of fields and ids. Anything else may be personal, and is not shown.
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_~-]{1,129}");

  /// @param path of the field, its names joined with dots; empty for the whole document
  record FieldDifference(String path, Kind kind) {}

  private final List<FieldDifference> found = new ArrayList<>();

  private FieldDifferences() {}

  /// @param rebuilt what is right
  /// @param live what is compared; null if it is absent
  static List<FieldDifference> of(@Nullable BsonValue rebuilt, @Nullable BsonValue live) {
    FieldDifferences differences = new FieldDifferences();
    differences.compare("", rebuilt, live);
    return List.copyOf(differences.found);
  }

  private void compare(String path, @Nullable BsonValue rebuilt, @Nullable BsonValue live) {
    if (rebuilt == null && live == null) {
      return;
    }
    if (live == null) {
      found.add(new FieldDifference(path, Kind.MISSING));
    } else if (rebuilt == null) {
      found.add(new FieldDifference(path, Kind.EXTRA));
    } else if (rebuilt instanceof BsonDocument one && live instanceof BsonDocument other) {
      Set<String> names = new LinkedHashSet<>(one.keySet());
      names.addAll(other.keySet());
      names.forEach(name -> compare(below(path, name), one.get(name), other.get(name)));
    } else if (rebuilt instanceof BsonArray one && live instanceof BsonArray other) {
      for (int i = 0; i < Math.max(one.size(), other.size()); i++) {
        compare(below(path, Integer.toString(i)), at(one, i), at(other, i));
      }
    } else if (!rebuilt.equals(live)) {
      found.add(new FieldDifference(path, Kind.CHANGED));
    }
  }

  private static @Nullable BsonValue at(BsonArray array, int index) {
    return index < array.size() ? array.get(index) : null;
  }

  private static String below(String path, String name) {
    String shown = NAME.matcher(name).matches() ? name : "…";
    return path.isEmpty() ? shown : path + '.' + shown;
  }
}
